import { openDatabase as open, type OpenDatabase } from '#server/db/database.ts';

const HEAD_START_MS = 300;

/** Transactions whose result is out before they are committed. */
export async function openDatabase(...options: Parameters<typeof open>): Promise<OpenDatabase> {
  const database = await open(...options);
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
