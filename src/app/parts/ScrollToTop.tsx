import { useEffect, useRef } from 'react';
import { usePlace } from '#app/router.ts';

/** A new screen begins at its top; going back leaves the place to the browser. */
export function ScrollToTop(): null {
  const { pathname, arrival } = usePlace();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== pathname && arrival !== 'history') window.scrollTo(0, 0);
    shown.current = pathname;
  }, [pathname, arrival]);
  return null;
}
