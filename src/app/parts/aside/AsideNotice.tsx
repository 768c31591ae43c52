import { lazy, Suspense } from 'react';
import { useApp } from '#app/state/app.ts';

/** Rarely needed, so its code and words come only then. */
const AsideCards = lazy(() => import('./AsideCards.tsx'));

/**
 * What could not be read on this phone, over the screens people start from until they have said that they know of it;
 * `known` is what they know of, where somebody looks at what this phone keeps.
 */
export function AsideNotice({ known = false }: { known?: boolean }) {
  const aside = useApp((state) => state.aside).filter(({ seen, fate }) => seen === known && fate !== 'back');
  if (aside.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <AsideCards aside={aside} isNew={!known} />
    </Suspense>
  );
}
