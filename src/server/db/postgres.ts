import { Pool } from 'pg';
import type { Engine } from './engine.ts';
import { NoConnection } from './errors.ts';
import { parserOf, toText } from './values.ts';

/** A statement that runs longer is ours to fix, not a client's to wait for. */
const STATEMENT_MS = 30_000;

/** So many statements are prepared on each connection; ours are few, and those made up on the go stay unprepared. */
const PREPARED = 200;

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
  const nameOf = namer(PREPARED);
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
          const values = params.map(toText);
          const name = values.length > 0 ? nameOf(text) : undefined;
          const { command, rowCount, rows } = await client.query({ text, values, ...(name && { name }) });
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

/** Gives each text a name of its own, as prepared statements have, until there are enough of them. */
function namer(most: number): (text: string) => string | undefined {
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined || names.size >= most) return known;
    const name = `banso_${names.size}`;
    names.set(text, name);
    return name;
  };
}
