import type { Logger } from 'pino';
import type { Handler } from '#server/http/listener.ts';
import { ownAddress } from '#server/http/own-address.ts';
import type { Route } from '#server/http/route.ts';
import type { ServerKeys } from '#server/keys.ts';
import type { Settings } from '#server/settings.ts';
import { createIdentityProvider } from './provider.ts';
import { CALLBACK_PATH, identityRoutes } from './routes.ts';
import { createSandboxProvider, SANDBOX_CLIENT, SANDBOX_PATH } from './sandbox/provider.ts';
import { createSentinel, type Sentinel } from './sentinel.ts';
import { createSessions, type SessionKeeper } from './sessions.ts';
import type { IdentityStore } from './store.ts';

export type Identity = {
  readonly routes: readonly Route[];
  readonly sessions: SessionKeeper;
  readonly sentinel: Sentinel;
  /** Takes requests under `path`; null with a real provider. */
  readonly sandbox: { readonly path: string; readonly handle: Handler } | null;
};

export type IdentityOptions = {
  readonly settings: Pick<Settings, 'origin' | 'identity' | 'host' | 'port'>;
  readonly keys: ServerKeys['sandboxIdentity'];
  readonly store: IdentityStore;
  /** Names of communes by code, for the sandbox's page. */
  readonly unitNames: ReadonlyMap<string, string>;
  readonly log: Logger;
  readonly now?: () => number;
};

/** Everything about who somebody is: the provider, the way to it and back, and the sessions. */
export async function createIdentity({
  settings,
  keys,
  store,
  unitNames,
  log,
  now = Date.now,
}: IdentityOptions): Promise<Identity> {
  const { origin, identity } = settings;
  const redirectUri = origin + CALLBACK_PATH;
  const sessions = createSessions(store, settings, now);
  const sentinel = createSentinel(settings);
  const provider =
    identity.kind === 'provider'
      ? createIdentityProvider({ ...identity, redirectUri })
      : createIdentityProvider({
          issuer: origin + SANDBOX_PATH,
          clientId: SANDBOX_CLIENT,
          clientSecret: keys.client,
          redirectUri,
          fetch: (url, init) => {
            const { pathname, search } = new URL(url);
            return fetch(ownAddress(settings) + pathname + search, init as RequestInit);
          },
        });
  const sandbox =
    identity.kind === 'provider' ? null : await createSandboxProvider({ origin, redirectUri, keys, unitNames, log });
  return {
    routes: identityRoutes({ settings, provider, store, sessions, sentinel, now }),
    sessions,
    sentinel,
    sandbox: sandbox && { path: SANDBOX_PATH, handle: sandbox },
  };
}
