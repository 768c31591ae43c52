import type { ComponentType } from 'react';
import { Link as RouterLink, Route, Router, Switch } from 'wouter';
import { LinkProvider, type LinkProps } from '#ui/Link.tsx';
import type { TextGroup } from './i18n.ts';
import { ErrorBoundary } from './parts/ErrorBoundary.tsx';
import { later } from './parts/later.tsx';
import { ScrollToTop } from './parts/ScrollToTop.tsx';
import { noteArrival } from './router.ts';

type Screen = () => Promise<{ default: ComponentType }>;

/**
 * Each screen is a chunk of its own; all of them are precached, so a cold start without network opens any. The first
 * that fits is shown.
 */
const screens: Record<string, Screen> = {
  '/': () => import('./features/home/HomeScreen.tsx'),
  '/thu-tuc': () => import('./features/browse/ProceduresScreen.tsx'),
  '/thu-tuc/:code': () => import('./features/procedure/ProcedureScreen.tsx'),
  '/huong-dan/:event': () => import('./features/guide/GuideScreen.tsx'),
  '/ban-nhap/:id/hai-may': () => import('./features/prepare/TwoVersionsScreen.tsx'),
  '/ban-nhap/:id/:page?': () => import('./features/prepare/DraftScreen.tsx'),
  '/ho-so': () => import('./features/track/DossiersScreen.tsx'),
  '/ho-so/:id': () => import('./features/track/DossierScreen.tsx'),
  '/ho-so/:id/bo-sung': () => import('./features/track/SupplementScreen.tsx'),
  '/ho-so/:id/chup-lai': () => import('./features/track/ReplacementScreen.tsx'),
  '/ho-so/:id/nop-phi': () => import('./features/pay/PayScreen.tsx'),
  '/cho-song': () => import('./features/send/OutboxScreen.tsx'),
  '/vi-giay-to': () => import('./features/wallet/WalletScreen.tsx'),
  '/vi-giay-to/:id': () => import('./features/wallet/PaperScreen.tsx'),
  '/toi': () => import('./features/me/MeScreen.tsx'),
  '/toi/nhat-ky': () => import('./features/me/LogScreen.tsx'),
  '/xac-minh': () => import('./features/verify/VerifyScreen.tsx'),
  '/mot-cua/danh-muc': () => import('./features/catalogue/CatalogueScreen.tsx'),
  '/mot-cua/:id?': () => import('./features/desk/DeskScreen.tsx'),
  ...(import.meta.env.DEV ? { '/dev/ui': () => import('#ui/gallery/Gallery.tsx') } : {}),
  '*': () => import('./features/help/NotFoundScreen.tsx'),
};

const routes = Object.entries(screens).map(([path, load]) => ({ path, Screen: later(load, textsFor(path)) }));

/** The first screen waits for no words but its own. */
function textsFor(path: string): TextGroup {
  if (path === '/') return 'first';
  return path.startsWith('/mot-cua') ? 'desk' : 'rest';
}

/** Only the server answers under these; the router would show its own "not found". */
const SERVER_PATHS = /^\/(api|auth|sandbox)\//;

function drawLink({ href, children, ...rest }: LinkProps) {
  if (!href.startsWith('/') || SERVER_PATHS.test(href)) {
    return (
      <a href={href} {...rest}>
        {children}
      </a>
    );
  }
  return (
    <RouterLink href={href} {...rest}>
      {children}
    </RouterLink>
  );
}

/** The whole app: residents' screens and the officers' desk behind one router. */
export function App() {
  return (
    <ErrorBoundary>
      <LinkProvider link={drawLink}>
        <Router aroundNav={noteArrival}>
          <ScrollToTop />
          <Switch>
            {routes.map(({ path, Screen }) => (
              <Route key={path} path={path} component={Screen} />
            ))}
          </Switch>
        </Router>
      </LinkProvider>
    </ErrorBoundary>
  );
}
