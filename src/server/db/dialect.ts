import {
  CompiledQuery,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type DatabaseConnection,
  type Dialect,
} from 'kysely';
import type { Session } from './engine.ts';

const WRITES = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Lets kysely speak through our engines: one session a query, or a session for the length of a transaction. */
export function sessionDialect(connect: () => Promise<Session>): Dialect {
  const sessions = new WeakMap<DatabaseConnection, Session>();
  const run = async (connection: DatabaseConnection, sql: string) => {
    const { rows } = await connection.executeQuery(CompiledQuery.raw(sql));
    return rows;
  };
  return {
    createAdapter: () => new PostgresAdapter(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createDriver: () => ({
      init: async () => undefined,
      acquireConnection: async () => {
        const session = await connect();
        const connection = connectionOver(session);
        sessions.set(connection, session);
        return connection;
      },
      beginTransaction: async (connection, { isolationLevel }) => {
        await run(connection, isolationLevel ? `BEGIN ISOLATION LEVEL ${isolationLevel}` : 'BEGIN');
      },
      commitTransaction: async (connection) => void (await run(connection, 'COMMIT')),
      rollbackTransaction: async (connection) => void (await run(connection, 'ROLLBACK')),
      releaseConnection: async (connection) => sessions.get(connection)?.release(),
      destroy: async () => undefined,
    }),
  };
}

function connectionOver(session: Session): DatabaseConnection {
  return {
    executeQuery: async <R>({ sql, parameters }: CompiledQuery) => {
      const { command, rowCount, rows } = await session.query<R>(sql, parameters);
      return WRITES.has(command) ? { rows, numAffectedRows: BigInt(rowCount) } : { rows };
    },
    streamQuery: () => {
      throw new Error('Rows are read whole: nothing here is large enough to stream');
    },
  };
}
