import type { Clock, Hasher, Ids, Stored } from '#core/ports.ts';
import { must } from '#core/assert.ts';
import { Refused, failureOf } from './failure.ts';
import { generateKey, sealerOf, type Sealer } from './seal.ts';
import { ACCOUNT_TABLES, type AccountDb } from './tables.ts';
import { readwrite } from './transaction.ts';

/** What the store takes from the world besides IndexedDB and WebCrypto themselves. */
export type StoreDeps = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly hasher: Hasher;
  /** Asks the browser never to evict; called when the first draft is made. */
  readonly askToPersist: () => void;
  /** Another IndexedDB than the browser's own, for tests. */
  readonly idb?: { readonly indexedDB: IDBFactory; readonly IDBKeyRange: typeof IDBKeyRange };
};

/** WebKit loses connections now and then: opened again at most so many times for one piece of work. */
const HEALS = 3;

/** A database that is opened when needed and again when lost. */
export type Connection<Db> = {
  readonly name: string;
  /** Runs a piece of work; it may run again after a lost connection, so it must notice what it has done already. */
  readonly run: <T>(work: (db: Db) => Promise<T>) => Promise<Stored<T>>;
  /** False once the database was deleted, cleared or closed: this connection stays lost. */
  readonly alive: () => boolean;
  readonly close: () => void;
};

export async function databaseOf(account: string, hasher: Hasher): Promise<string> {
  return `banso-${(await hasher.sha256(new TextEncoder().encode(account))).slice(0, 16)}`;
}

/**
 * Opens a database with strict durability: `complete` means on the disk (Chrome's default since 121 does not).
 * `intact` is asked when it is opened again: storage may have been cleared under a running page, and an empty
 * database must not pass for the account's.
 */
export function connect<Db extends { close: () => void }>(
  name: string,
  versions: readonly Readonly<Record<string, string>>[],
  deps: Pick<StoreDeps, 'idb'>,
  intact: (db: Db) => Promise<boolean> = async () => true,
): Connection<Db> {
  let opening: Promise<Db> | null = null;
  // Deleted by a sign-out in another tab, or closed by us: opening it again would make an empty one.
  let ended = false;
  let openedBefore = false;

  const open = async (): Promise<Db> => {
    const { Dexie } = await import('dexie');
    const db = new Dexie(name, {
      autoOpen: false,
      chromeTransactionDurability: 'strict',
      ...(deps.idb ? { indexedDB: deps.idb.indexedDB, IDBKeyRange: deps.idb.IDBKeyRange } : {}),
    });
    for (const [at, tables] of versions.entries()) db.version(at + 1).stores({ ...tables });
    db.on('versionchange', (event) => {
      if (event.newVersion === null) ended = true;
      opening = null;
      db.close();
      return false;
    });
    await db.open();
    // The tables of a Dexie database are named by its schema, which types cannot see.
    const opened = db as unknown as Db;
    if (openedBefore && !(await intact(opened))) {
      ended = true;
      db.close();
      throw new Refused({ code: 'lost' });
    }
    openedBefore = true;
    return opened;
  };

  const run = async <T>(work: (db: Db) => Promise<T>): Promise<Stored<T>> => {
    for (let heal = 0; ; heal++) {
      if (ended) return { ok: false, failure: { code: 'lost' } };
      const attempt = (opening ??= open());
      try {
        return { ok: true, value: await work(await attempt) };
      } catch (error) {
        const failure = failureOf(error);
        if (!failure) throw error;
        if (failure.code !== 'lost' || heal === HEALS) return { ok: false, failure };
        if (opening === attempt) opening = null;
        void attempt.then((db) => db.close()).catch(() => undefined);
      }
    }
  };

  const close = (): void => {
    ended = true;
    void opening?.then((db) => db.close()).catch(() => undefined);
    opening = null;
  };

  return { name, run, alive: () => !ended, close };
}

/** An account's database with the key its records are sealed under. */
export type AccountConnection = {
  readonly account: string;
  readonly connection: Connection<AccountDb>;
  readonly sealer: Sealer;
};

/** Opens an account's database; its key, device id and counters are made at the first time. */
export async function connectAccount(account: string, deps: StoreDeps): Promise<Stored<AccountConnection>> {
  const name = await databaseOf(account, deps.hasher);
  const connection = connect<AccountDb>(
    name,
    ACCOUNT_TABLES,
    deps,
    async (db) => (await db.keys.get('account')) !== undefined,
  );
  const fresh = await generateKey();
  const device = deps.ids.uuid();
  const opened = await connection.run((db) =>
    readwrite(db, [db.keys, db.state], async () => {
      // Another tab may have come first: whatever is there stays.
      if (!(await db.keys.get('account'))) await db.keys.add({ id: 'account', key: fresh });
      if (!(await db.state.get('state'))) {
        await db.state.add({ id: 'state', device, seq: 0, cursor: 0, recordings: 0, contact: null });
      }
      return must(await db.keys.get('account'), 'account key').key;
    }),
  );
  if (opened.ok) return { ok: true, value: { account, connection, sealer: sealerOf(opened.value) } };
  connection.close();
  return opened;
}
