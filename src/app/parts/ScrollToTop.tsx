import { useEffect } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** A new screen begins at its top; going back leaves the place to the browser. */
export function ScrollToTop(): null {
  const { pathname } = useLocation();
  const how = useNavigationType();
  useEffect(() => {
    if (how !== 'POP') window.scrollTo(0, 0);
  }, [pathname, how]);
  return null;
}
