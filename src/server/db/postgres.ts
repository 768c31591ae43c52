import { Pool } from 'pg';
import type { Engine } from './engine.ts';
import { NoConnection } from './errors.ts';
import { parserOf, toText } from './values.ts';

/** A statement that runs longer is ours to fix, not a client's to wait for. */
const STATEMENT_MS = 30_000;

/** An engine over PostgreSQL: a small pool, each caller with a connection of its own. */
export function postgresEngine(databaseUrl: string, onLost: (error: Error) => void): Engine {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: 2 * STATEMENT_MS,
    application_name: 'ban-so',
    types: { getTypeParser: (oid: number) => parserOf(oid) },
  });
  // Without a listener, a connection that breaks while idle would end the process.
  pool.on('error', onLost);

  return {
    kind: 'postgres',
    connect: async () => {
      const client = await pool.connect().catch((error: unknown) => {
        // The pool's own error when it ran out of patience is the only one without a code.
        throw error instanceof Error && 'code' in error ? error : new NoConnection(error);
      });
      return {
        query: async (text, params) => {
          const { command, rowCount, rows } = await client.query(text, params.map(toText));
          return { command, rowCount: rowCount ?? 0, rows };
        },
        script: async (text) => void (await client.query(text)),
        release: () => client.release(),
      };
    },
    syncs: () => Promise.resolve(null),
    close: async () => await pool.end(),
  };
}
