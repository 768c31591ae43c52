import type { Clock, Hasher, Ids, Stored } from '#core/ports.ts';
import { must } from '#core/assert.ts';
import type { Uuid } from '#core/dossier/dossier.ts';
import { Refused, failureOf } from './failure.ts';
import type { Silence } from './silence.ts';
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
  /** Notices when the database does not answer (`silence.ts`). */
  readonly heed?: Silence['heed'];
  /** Another IndexedDB than the browser's own, for tests. */
  readonly idb?: { readonly indexedDB: IDBFactory; readonly IDBKeyRange: typeof IDBKeyRange };
};

/** WebKit loses connections now and then: opened again at most so many times for one piece of work. */
const HEALS = 3;

/** Dexie counts versions in tens, so that a database may be told in between. */
const DEXIE_STEP = 10;

/** A database that is opened when needed and again when lost. */
export type Connection<Db> = {
  readonly name: string;
  /** Runs a piece of work; it may run again after a lost connection, so it must notice what it has done already. */
  readonly run: <T>(work: (db: Db) => Promise<T>) => Promise<Stored<T>>;
  /** False once the database was deleted, cleared or closed: this connection stays lost. */
  readonly alive: () => boolean;
  /** Called once when the database is found deleted or cleared under this connection. */
  readonly onLost: (tell: () => void) => void;
  readonly close: () => void;
};

export async function databaseOf(account: string, hasher: Hasher): Promise<string> {
  return `banso-${(await hasher.sha256(new TextEncoder().encode(account))).slice(0, 16)}`;
}

/**
 * Opens a database with strict durability: `complete` means on the disk (Chrome's default since 121 does not).
 * `intact` is asked when it is opened again: storage may have been cleared under a running page, and a database that
 * is empty, or was made anew by another one, must not pass for the account's. Without `intact` nothing in it is worth more than what follows anew.
 */
export function connect<Db extends { close: () => void }>(
  name: string,
  versions: readonly Readonly<Record<string, string>>[],
  deps: Pick<StoreDeps, 'idb' | 'heed'>,
  intact: ((db: Db) => Promise<boolean>) | null = null,
): Connection<Db> {
  const { heed = async (asked) => await asked } = deps;
  let opening: Promise<Db> | null = null;
  // Deleted by a sign-out in another tab, or closed by us: opening it again would make an empty one.
  let ended = false;
  let openedBefore = false;
  const tellLost = new Set<() => void>();

  const lose = (): void => {
    if (ended) return;
    ended = true;
    for (const tell of tellLost) tell();
  };

  /** Ends the connection, and the piece of work, when what was opened is not what was there. */
  const insist = async (db: Db): Promise<void> => {
    if (!intact || (await intact(db))) return;
    lose();
    throw new Refused({ code: 'lost' });
  };

  const open = async (): Promise<Db> => {
    const { Dexie } = await import('dexie');
    const db = new Dexie(name, {
      autoOpen: false,
      chromeTransactionDurability: 'strict',
      ...(deps.idb ? { indexedDB: deps.idb.indexedDB, IDBKeyRange: deps.idb.IDBKeyRange } : {}),
    });
    for (const [at, tables] of versions.entries()) db.version(at + 1).stores({ ...tables });
    db.on('versionchange', (event) => {
      opening = null;
      db.close();
      if (event.newVersion === null && intact) lose();
      return false;
    });
    // At every opening, as Dexie opens a closed database again by itself: what is not the account's must not even be read.
    db.on(
      'ready',
      async (opened) => {
        // The tables of a Dexie database are named by its schema, which types cannot see.
        if (openedBefore) await insist(opened as unknown as Db);
        openedBefore = true;
      },
      true,
    );
    // Not before: the program itself may be on its way over a slow line.
    await heed(db.open());
    const native = db.backendDB();
    // Dexie opens a newer store than it knows as it is, and would write into it without understanding it.
    if (native.version > versions.length * DEXIE_STEP) {
      db.close();
      throw new Refused({ code: 'newer' });
    }
    // Cleared storage closes its connections by force. Found out now: nobody may write for a long time yet.
    native.addEventListener('close', () => {
      opening = null;
      db.close();
      void run(async () => undefined);
    });
    return db as unknown as Db;
  };

  const openOnce = (): Promise<Db> => {
    if (opening) return opening;
    const attempt = open();
    opening = attempt;
    // Its program may not have come through, for one: the next piece of work tries anew.
    attempt.catch(() => {
      if (opening === attempt) opening = null;
    });
    return attempt;
  };

  const run = async <T>(work: (db: Db) => Promise<T>): Promise<Stored<T>> => {
    for (let heal = 0; ; heal++) {
      if (ended) return { ok: false, failure: { code: 'lost' } };
      const attempt = openOnce();
      try {
        return { ok: true, value: await heed(work(await attempt)) };
      } catch (error) {
        const failure = failureOf(error);
        if (!failure) throw error;
        if (opening === attempt && failure.code === 'lost') opening = null;
        if (failure.code !== 'lost' || heal === HEALS) return { ok: false, failure };
        void attempt.then((db) => db.close()).catch(() => undefined);
      }
    }
  };

  const close = (): void => {
    ended = true;
    void opening?.then((db) => db.close()).catch(() => undefined);
    opening = null;
  };

  return { name, run, alive: () => !ended, onLost: (tell) => void tellLost.add(tell), close };
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
  /** The device's id in the store as it was opened first: one made anew has another, and another key. */
  let known: Uuid | null = null;
  const intact = async (db: AccountDb): Promise<boolean> =>
    known === null || (await db.state.get('state'))?.device === known;
  const connection = connect<AccountDb>(name, ACCOUNT_TABLES, deps, intact);
  const fresh = await generateKey();
  const device = deps.ids.uuid();
  const opened = await connection.run((db) =>
    readwrite(db, [db.keys, db.state], async () => {
      // Another tab may have come first: whatever is there stays.
      if (!(await db.keys.get('account'))) await db.keys.add({ id: 'account', key: fresh });
      if (!(await db.state.get('state'))) {
        await db.state.add({ id: 'state', device, seq: 0, cursor: 0, recordings: 0, contact: null });
      }
      return {
        device: must(await db.state.get('state'), 'state').device,
        key: must(await db.keys.get('account'), 'account key').key,
      };
    }),
  );
  if (!opened.ok) {
    connection.close();
    return opened;
  }
  known = opened.value.device;
  return { ok: true, value: { account, connection, sealer: sealerOf(opened.value.key) } };
}
