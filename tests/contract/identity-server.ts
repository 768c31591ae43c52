import { sql } from 'kysely';
import pino from 'pino';
import { createApp } from '#server/app.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { openListener } from '#server/http/listener.ts';
import type { Route } from '#server/http/route.ts';
import { accountIds } from '#server/identity/account-id.ts';
import { createIdentity } from '#server/identity/identity.ts';
import { sqlIdentityStore } from '#server/identity/sql-store.ts';
import { openKeys, type ServerKeys } from '#server/keys.ts';
import type { IdentitySettings } from '#server/settings.ts';
import { meRoute } from '#server/routes/me.ts';
import { freshDatabase, type TestEngine } from '#tests/support/database.ts';

export type IdentityServer = {
  readonly origin: string;
  readonly log: string[];
  query(text: string): Promise<Record<string, unknown>[]>;
  /** Moves the server's clock. */
  forward(ms: number): void;
  stop(): Promise<void>;
};

export type IdentityServerOptions = {
  readonly identity?: IdentitySettings;
  readonly engine?: TestEngine;
  /** What is served besides, over the same database and by the same clock. */
  readonly beside?: (database: OpenDatabase, now: () => number) => readonly Route[];
};

export async function serveIdentity(
  folder: string,
  { identity, engine, beside }: IdentityServerOptions = {},
): Promise<IdentityServer> {
  const keys: ServerKeys = await openKeys(folder);
  const database = await freshDatabase(engine);
  const listener = await openListener(0, '127.0.0.1');
  const origin = `http://localhost:${listener.port}`;
  const log: string[] = [];
  const logger = pino({ level: 'debug', base: null }, { write: (line: string) => void log.push(line) });
  const settings = {
    origin,
    host: '127.0.0.1',
    port: listener.port,
    behindProxy: false,
    rate: { perAddress: 100_000, perAccount: 100_000 },
    identity: identity ?? { kind: 'sandbox' as const },
  };
  let offset = 0;
  const now = () => Date.now() + offset;
  const { routes, sessions, sandbox } = await createIdentity({
    settings,
    keys: keys.sandboxIdentity,
    store: sqlIdentityStore(database, accountIds(keys.accountSecret)),
    unitNames: new Map([['03037', 'Xã Tả Van']]),
    log: logger,
    now,
  });
  const app = createApp({
    settings,
    routes: [...routes, meRoute, ...(beside?.(database, now) ?? [])],
    sessions,
    log: logger,
    assets: null,
    mounted: sandbox === null ? [] : [sandbox],
  });
  listener.attach(app.handle);
  return {
    origin,
    log,
    query: async (text) => (await sql<Record<string, unknown>>`${sql.raw(text)}`.execute(database.db)).rows,
    forward(ms) {
      offset += ms;
    },
    async stop() {
      await listener.close(100);
      await database.close();
    },
  };
}
