import { useRescued } from './rescue.ts';
import { later } from '#app/parts/later.tsx';
import { useLostDevice } from '#app/state/lost-device.ts';

/** Rarely needed, so its code and words come only then. */
const LostDeviceSheet = later(() => import('./LostDeviceSheet.tsx'), 'rest');

/** Told once, over the screens people start from: the browser has thrown away what this phone kept. */
export function LostDeviceNotice() {
  const lost = useLostDevice();
  // One thing at a time.
  const rescued = useRescued((state) => state.rescued !== null);
  if (!lost || rescued) return null;
  return <LostDeviceSheet lost={lost} />;
}
