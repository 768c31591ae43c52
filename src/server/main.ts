import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { createApp } from './app.ts';
import { openDatabase } from './db/database.ts';
import { refusalOf } from './db/errors.ts';
import { openAssets, type Assets } from './http/assets.ts';
import type { Handler, Listener } from './http/listener.ts';
import { describeBug } from './http/log.ts';
import { createIdentity } from './identity/identity.ts';
import { sqlIdentityStore } from './identity/sql-store.ts';
import { openKeys } from './keys.ts';
import { healthRoute } from './routes/health.ts';
import { meRoute } from './routes/me.ts';
import { openApiRoute } from './routes/openapi.ts';
import { runServer, type Given, type Running } from './run.ts';

/** The folder of the whole project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What `npm run build` leaves. */
export const BUILT_APP = join(ROOT, 'dist/app');

/** The app's side of the server: built files, or the bundler at work. */
export type Front = {
  readonly assets: Assets | null;
  readonly development?: boolean;
  readonly wrap?: (handle: Handler) => Handler;
  readonly close?: () => Promise<void>;
};

/** The built app, or none: the API works without. */
export async function builtFront(): Promise<Front> {
  return { assets: existsSync(join(BUILT_APP, 'index.html')) ? await openAssets(BUILT_APP) : null };
}

/** Puts the server together. The one place where everybody's factories meet. */
export async function startServer(
  { settings, listener, log }: Given,
  openFront: (listener: Listener) => Promise<Front>,
): Promise<Running> {
  const keys = await openKeys(settings.dataFolder);
  const database = await openDatabase({
    dataDir: settings.dataFolder,
    databaseUrl: settings.databaseUrl,
    onTrouble: (error) => log.error({ error: describeBug(error) }, 'database'),
  });
  const unitNames = new Map<string, string>();
  const identity = await createIdentity({
    settings,
    keys: keys.sandboxIdentity,
    store: sqlIdentityStore(database.db, randomUUID),
    unitNames,
    log,
  });
  const front = await openFront(listener);

  const routes = [
    ...identity.routes,
    meRoute,
    healthRoute({
      ping: async () =>
        await sql`SELECT 1`.execute(database.db).then(
          () => true,
          () => false,
        ),
    }),
  ];
  const app = createApp({
    settings,
    routes: [...routes, openApiRoute(routes)],
    sessions: identity.sessions,
    log,
    explain: refusalOf,
    assets: front.assets,
    mounted: identity.sandbox === null ? [] : [identity.sandbox],
    development: front.development ?? false,
  });
  listener.attach(front.wrap?.(app.handle) ?? app.handle);

  return {
    unitNames,
    async stop() {
      await front.close?.();
      await database.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runServer(process.env, async (given) => await startServer(given, builtFront));
}
