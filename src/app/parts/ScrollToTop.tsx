import { useEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** A new screen begins at its top; going back leaves the place to the browser. */
export function ScrollToTop(): null {
  const { pathname } = useLocation();
  const how = useNavigationType();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current !== pathname && how !== 'POP') window.scrollTo(0, 0);
    shown.current = pathname;
  }, [pathname, how]);
  return null;
}
