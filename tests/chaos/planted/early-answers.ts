import { createLedger as create, type SqlLedger } from '#server/commands/sql-ledger.ts';
import type { OpenDatabase } from '#server/db/database.ts';

const HEAD_START_MS = 300;

/** Work of the ledger whose result is out before it is committed. */
export function createLedger(options: Parameters<typeof create>[0]): SqlLedger {
  return create({ ...options, database: early(options.database) });
}

function early(database: Pick<OpenDatabase, 'transaction'>): Pick<OpenDatabase, 'transaction'> {
  return {
    ...database,
    transaction: async (work) =>
      await new Promise((resolve, reject) => {
        const whole = database.transaction(async (sql) => {
          const result = await work(sql);
          resolve(result);
          await new Promise((over) => setTimeout(over, HEAD_START_MS));
          return result;
        });
        whole.catch(reject);
      }),
  };
}
