import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { createApp } from './app.ts';
import { sayServed } from './backup/served.ts';
import { createBank } from './bank/bank.ts';
import { newestStamp, steadyClock } from './clock.ts';
import { createNudges } from './commands/nudges.ts';
import { createLedger } from './commands/sql-ledger.ts';
import { loadContent } from './content.ts';
import { openDatabase, type OpenDatabase } from './db/database.ts';
import { refusalOf } from './db/errors.ts';
import { watchRoom } from './files/room.ts';
import { openUploads } from './files/uploads.ts';
import { openAssets, type Assets } from './http/assets.ts';
import type { Handler } from './http/listener.ts';
import { describeBug } from './http/log.ts';
import { ownAddress } from './http/own-address.ts';
import type { Route } from './http/route.ts';
import { inlineHashes } from './http/security.ts';
import { accountIds } from './identity/account-id.ts';
import { createIdentity } from './identity/identity.ts';
import { sqlIdentityStore } from './identity/sql-store.ts';
import { openKeys, publicKeyOf } from './keys.ts';
import { PLAIN_STYLE } from './pages/plain-page.ts';
import { isMoneyAwaited, pollingBank } from './payment/poll.ts';
import { providerOf } from './payment/provider.ts';
import { createMakeFee } from './payment/request.ts';
import { takingTransfers } from './payment/taking.ts';
import { loadPayee } from './payment/treasury.ts';
import { createMakeReceipt, createReadReceipt } from './receipt.ts';
import { repeat } from './repeat.ts';
import { backupRoutes } from './routes/backup.ts';
import { BANK_STATEMENT, bankRoutes } from './routes/bank.ts';
import { catalogueDeskRoutes } from './routes/catalogue-desk.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { deskRoutes } from './routes/desk.ts';
import { fileRoutes } from './routes/files.ts';
import { healthRoute } from './routes/health.ts';
import { lostDeviceRoutes } from './routes/lost-device.ts';
import { meRoute } from './routes/me.ts';
import { openApiRoute } from './routes/openapi.ts';
import { webhookPath, webhookRoute } from './routes/payment.ts';
import { plainRoutes } from './routes/plain.ts';
import { provinceRoute } from './routes/province.ts';
import { syncRoutes } from './routes/sync.ts';
import { uploadRoutes } from './routes/uploads.ts';
import { EXIT, runServer, type Given, type Running } from './run.ts';

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
export async function builtFront({ settings }: Given): Promise<Front> {
  const folder = settings.appFolder ?? BUILT_APP;
  return { assets: existsSync(join(folder, 'index.html')) ? await openAssets(folder) : null };
}

/** Puts the server together. The one place where everybody's factories meet. */
export async function startServer(given: Given, openFront: (given: Given) => Promise<Front>): Promise<Running> {
  const { settings, listener, log } = given;
  const sandbox = settings.identity.kind === 'sandbox';
  const content = loadContent(settings);
  const unitNames = new Map([...content.units].map(([code, { type, name }]) => [code, `${capitalised(type)} ${name}`]));
  const payee = loadPayee(settings);
  const keys = await openKeys(settings.dataFolder);
  const trouble = (error: unknown): void => log.error({ error: describeBug(error) }, 'database');
  const database = await openDatabase({
    dataDir: settings.dataFolder,
    databaseUrl: settings.databaseUrl,
    onTrouble: trouble,
    onStopped: (why) => {
      log.fatal({ error: describeBug(why.cause ?? why), why: why.message }, 'the database has stopped');
      // Whoever keeps the server up starts it again only when it has ended. What waits has been refused: that goes out.
      void listener.close(REFUSING_MS).finally(() => process.exit(EXIT.bug));
    },
  });
  const hush = settings.databaseUrl === null ? null : await sayServed(settings.databaseUrl, trouble);
  const floor = (await newestStamp(database)) ?? 0;
  const behind = floor - Date.now();
  if (behind > 0)
    log.error({ behindMs: behind }, 'ALARM: the clock is behind what was stamped; until it is not, time stands still');
  const now = steadyClock(Date.now, floor);

  const nudges = createNudges();
  const ledger = createLedger({ database, unitPrefix: content.unitPrefix, nudges });
  const hasRoom = watchRoom(settings.dataFolder);
  const uploads = openUploads({ dataDir: settings.dataFolder, ledger, hasRoom, now });
  const makeFee = await createMakeFee({ signing: keys.signing, payee, calendar: content.calendar });
  const store = sqlIdentityStore(database, accountIds(keys.accountSecret));
  const identity = await createIdentity({ settings, keys: keys.sandboxIdentity, store, unitNames, log });

  const provider = providerOf(settings);
  const webhook = ownAddress(settings) + webhookPath(provider);
  const bank = sandbox ? createBank({ secret: keys.webhookSecret, webhook }) : null;

  const routes: Route[] = [
    ...identity.routes,
    meRoute,
    ...lostDeviceRoutes({ database, sentinel: identity.sentinel }),
    provinceRoute(content.province, [publicKeyOf(keys.signing)], sandbox, now),
    ...catalogueRoutes(database),
    ...catalogueDeskRoutes({ database, content, now, onTrouble: trouble }),
    ...syncRoutes({
      ledger,
      content,
      makeReceipt: await createMakeReceipt({ signing: keys.signing, issuer: settings.province }),
      readReceipt: await createReadReceipt({ signing: keys.signing }),
      sentinel: identity.sentinel,
      hasRoom,
      now,
    }),
    ...uploadRoutes({ db: database.db, uploads }),
    ...fileRoutes({ db: database.db, vault: uploads.vault }),
    ...deskRoutes({ database, ledger, content, nudges, makeFee, hasRoom, now }),
    webhookRoute({ provider, secret: keys.webhookSecret, ledger, content, now, machineNow: Date.now }),
    ...(bank === null ? [] : bankRoutes(bank, { [payee.account]: payee.name })),
    ...(settings.databaseUrl === null
      ? backupRoutes({ secret: keys.backupSecret, database, now, machineNow: Date.now })
      : []),
    healthRoute({ ping: async () => await answers(database) }),
  ];

  const front = await openFront(given);
  const assets = front.assets && allowingPlainPages(front.assets);
  const plain = assets ? plainRoutes({ database, content, assets, now, origin: settings.origin }) : [];
  const app = createApp({
    settings,
    routes: [...routes, openApiRoute(routes), ...plain],
    sessions: identity.sessions,
    log,
    explain: refusalOf,
    assets,
    mounted: identity.sandbox === null ? [] : [identity.sandbox],
    development: front.development ?? false,
  });
  const stopSweeping = repeat(DAY_MS, () => uploads.sweep(), trouble);
  listener.attach(front.wrap?.(app.handle) ?? app.handle);
  const statement = settings.bankStatement ?? (sandbox ? ownAddress(settings) + BANK_STATEMENT : null);
  const stopPolling =
    statement === null
      ? null
      : repeat(
          POLL_MS,
          pollingBank({
            provider,
            url: statement,
            secret: keys.webhookSecret,
            isAwaited: () => isMoneyAwaited(database),
            take: takingTransfers({ provider, ledger, content, now }),
            machineNow: Date.now,
            log,
          }),
          trouble,
        );

  return {
    unitNames,
    async stop() {
      await Promise.all([stopSweeping(), stopPolling?.()]);
      bank?.stop();
      await front.close?.();
      await database.close();
      await hush?.();
    },
  };
}

/** The policy of the app's pages, with the one style that plain pages add. */
function allowingPlainPages(assets: Assets): Assets {
  const { styles } = inlineHashes(`<style>${PLAIN_STYLE}</style>`);
  const { inline } = assets;
  return { ...assets, inline: { ...inline, styles: [...inline.styles, ...styles] } };
}

const REFUSING_MS = 2_000;

const DAY_MS = 24 * 60 * 60_000;

/** Whoever has paid looks at the phone meanwhile. */
const POLL_MS = 2 * 60_000;

async function answers({ db }: Pick<OpenDatabase, 'db'>): Promise<boolean> {
  return await sql`SELECT 1`.execute(db).then(
    () => true,
    () => false,
  );
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runServer(process.env, async (given) => await startServer(given, builtFront));
}
