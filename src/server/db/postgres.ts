import { DatabaseError, Pool } from 'pg';
import type { Engine } from './engine.ts';
import { parserOf, toText } from './values.ts';

/** A statement that runs longer is ours to fix, not a client's to wait for. */
const STATEMENT_MS = 30_000;

/** How long a connection may be silent before it is probed. */
const PROBED_AFTER_MS = 10_000;

/** The driver's own errors carry no SQLSTATE: the connection is lost, or there is none to be had (class 08). */
class ConnectionFailure extends Error {
  readonly code = '08006';
}

/** An engine over PostgreSQL: a small pool, each caller with a connection of its own. */
export function postgresEngine(databaseUrl: string, onLost: (error: Error) => void): Engine {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: 2 * STATEMENT_MS,
    // A host that vanishes without a word takes the two timeouts above with it: they are kept there. Only the
    // kernel's probes notice, and without them each such connection would be missing from the pool for ever.
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBED_AFTER_MS,
    application_name: 'ban-so',
    types: { getTypeParser: (oid: number) => parserOf(oid) },
  });
  // Without a listener, a connection that breaks would end the process: idle, between two statements, or while the pool
  // lets it go. So each has one for as long as it is there, and what breaks while idle comes by it too.
  pool.on('connect', (client) => client.on('error', onLost));
  pool.on('error', () => undefined);

  return {
    kind: 'postgres',
    connect: async () => {
      const client = await pool.connect().catch(fail);
      return {
        query: async (text, params) => {
          const { command, rowCount, rows } = await client.query(text, params.map(toText)).catch(fail);
          return { command, rowCount: rowCount ?? 0, rows };
        },
        script: async (text) => void (await client.query(text)),
        release: () => client.release(),
      };
    },
    syncs: () => Promise.resolve(null),
    dump: () => Promise.resolve(null),
    close: async () => await pool.end(),
  };
}

function fail(error: unknown): never {
  if (error instanceof DatabaseError) throw error;
  throw new ConnectionFailure(error instanceof Error ? error.message : String(error), { cause: error });
}
