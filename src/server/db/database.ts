import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { Kysely } from 'kysely';
import { assert } from '#core/assert.ts';
import { sessionDialect } from './dialect.ts';
import type { Answer, Engine, Session } from './engine.ts';
import { isStarting, isWorthRetrying } from './errors.ts';
import { lockFolder } from './lock.ts';
import { migrate } from './migrate.ts';
import { openFolder } from './pglite-core.ts';
import { pgliteEngine, sameThread, startWorker } from './pglite.ts';
import { postgresEngine } from './postgres.ts';
import type { Database } from './schema.ts';

/** Plain SQL inside a transaction. Placeholders are $1, $2, …; objects become JSON, arrays SQL arrays. */
export interface Sql {
  query<R = Record<string, unknown>>(text: string, params?: readonly unknown[]): Promise<Answer<R>>;
}

export type OpenDatabase = {
  readonly engine: 'pglite' | 'postgres';
  /** The query builder, for everything that is not hot. Never inside `transaction`: it is another session. */
  readonly db: Kysely<Database>;
  /**
   * Runs `work` in one transaction (READ COMMITTED), committed when it resolves and undone when it throws.
   * Run again, up to three times, after a deadlock or a race for a key: `work` must have no effect elsewhere.
   */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Calls of fsync by the embedded engine; null on PostgreSQL. */
  syncs(): Promise<number | null>;
  /** The embedded database as a tar archive, with everything committed before; null on PostgreSQL, which has pg_dump. */
  dump(): Promise<Uint8Array<ArrayBuffer> | null>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  /** Holds the embedded database in `database/`; not touched when `databaseUrl` is given. */
  readonly dataDir: string;
  readonly databaseUrl?: string | null;
  /** Opens the embedded engine in this thread and with little memory: for programs that write in bulk and go. */
  readonly frugal?: boolean;
  /** Hears of connections that broke while idle and of housekeeping that failed. */
  readonly onTrouble?: (error: unknown) => void;
  /** Hears that the embedded engine ended by itself: everything is refused from then on, until another start. */
  readonly onStopped?: (why: Error) => void;
};

const ATTEMPTS = 4;
/** After a power cut server and database come back at once, and the database has to recover first. */
const LONGEST_RECOVERY_MS = 60_000;
const CHECKPOINT_MS = 5 * 60_000;
const VACUUM_EVERY = 72;

/**
 * Opens the database and brings its schema up to date: PostgreSQL when a URL is given, else PGlite in the
 * data folder, which this process then holds alone.
 *
 * @throws FolderInUse, SchemaMismatch
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const trouble = options.onTrouble ?? (() => undefined);
  if (options.databaseUrl) return await ready(postgresEngine(options.databaseUrl, trouble), () => undefined);

  // What people wrote is nobody else's on this machine. The mask belongs to the whole process, and only its main thread may set it.
  if (isMainThread) process.umask(0o077);
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const unlock = await lockFolder(options.dataDir);
  let engine: Engine;
  try {
    const folder = path.resolve(options.dataDir, 'database');
    engine = pgliteEngine(
      options.frugal === true
        ? sameThread(await openFolder(folder, true))
        : await startWorker(folder, options.onStopped ?? trouble),
    );
  } catch (error) {
    unlock();
    throw error;
  }
  const stopHousekeeping = keepHouse(engine, trouble);
  return await ready(engine, () => {
    stopHousekeeping();
    unlock();
  });
}

/** The database over an engine that is already open; its schema is brought up to date. */
export async function ready(engine: Engine, whenClosed: () => void): Promise<OpenDatabase> {
  try {
    await migrateOnceItServes(engine);
  } catch (error) {
    await engine.close();
    whenClosed();
    throw error;
  }
  const inside = new AsyncLocalStorage<true>();

  async function connect(): Promise<Session> {
    // On the embedded engine this would wait for the session that its own caller holds.
    assert(inside.getStore() === undefined, 'a transaction uses its own session only');
    return await engine.connect();
  }

  const db = new Kysely<Database>({ dialect: sessionDialect(connect) });

  return {
    engine: engine.kind,
    db,
    transaction: async (work) => {
      for (let attempt = 1; ; attempt += 1) {
        const session = await connect();
        try {
          return await inside.run(true, async () => await once(session, work));
        } catch (error) {
          if (attempt >= ATTEMPTS || !isWorthRetrying(error)) throw error;
        } finally {
          session.release();
        }
        await pause(attempt);
      }
    },
    syncs: async () => await engine.syncs(),
    dump: async () => await engine.dump(),
    close: async () => {
      await db.destroy();
      await engine.close();
      whenClosed();
    },
  };
}

async function migrateOnceItServes(engine: Engine): Promise<void> {
  const began = performance.now();
  for (;;) {
    try {
      await migrate(engine);
      return;
    } catch (error) {
      if (!isStarting(error) || performance.now() - began > LONGEST_RECOVERY_MS) throw error;
    }
    await pause(3);
  }
}

async function once<T>(session: Session, work: (sql: Sql) => Promise<T>): Promise<T> {
  await session.query('BEGIN', []);
  try {
    const result = await work({ query: async (text, params = []) => await session.query(text, params) });
    const { command } = await session.query('COMMIT', []);
    // A transaction in which a statement failed answers COMMIT with ROLLBACK, and says so nowhere else.
    assert(command === 'COMMIT', 'the transaction was committed');
    return result;
  } catch (error) {
    // The first error is the one to tell; a session that cannot even roll back is closed by the engine.
    await session.query('ROLLBACK', []).catch(() => undefined);
    throw error;
  }
}

async function pause(attempt: number): Promise<void> {
  const ms = Math.random() * 20 * 2 ** attempt;
  await new Promise((resolve) => setTimeout(resolve, ms));
}

/** PGlite has neither background writer nor autovacuum. */
function keepHouse(engine: Engine, trouble: (error: unknown) => void): () => void {
  let round = 0;
  const timer = setInterval(() => {
    round += 1;
    void tidy(engine, round % VACUUM_EVERY === 0).catch(trouble);
  }, CHECKPOINT_MS);
  timer.unref();
  return () => clearInterval(timer);
}

async function tidy(engine: Engine, vacuum: boolean): Promise<void> {
  const session = await engine.connect();
  try {
    if (vacuum) await session.query('VACUUM ANALYZE', []);
    await session.query('CHECKPOINT', []);
  } finally {
    session.release();
  }
}
