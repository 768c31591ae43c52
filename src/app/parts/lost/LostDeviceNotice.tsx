import { lazy, Suspense } from 'react';
import { useRescued } from './rescue.ts';
import { useLostDevice } from '#app/state/lost-device.ts';

/** Rarely needed, so its code and words come only then. */
const LostDeviceSheet = lazy(() => import('./LostDeviceSheet.tsx'));

/** Told once, over the screens people start from: the browser has thrown away what this phone kept. */
export function LostDeviceNotice() {
  const lost = useLostDevice();
  // One thing at a time.
  const rescued = useRescued((state) => state.rescued !== null);
  if (!lost || rescued) return null;
  return (
    <Suspense fallback={null}>
      <LostDeviceSheet lost={lost} />
    </Suspense>
  );
}
