import type { Stored } from '#core/ports.ts';
import type { AccountConnection } from './connection.ts';
import { orNull } from './failure.ts';
import { shelvesOf, type ShelfName } from './tables.ts';
import { readwrite } from './transaction.ts';

/**
 * A list a person keeps, sealed in one row; one that does not open is empty. Nothing that screens watch changes with
 * it, so nobody is told.
 */
export function keptList<T>(name: ShelfName, { connection: { run }, sealer }: AccountConnection) {
  return {
    list: (): Promise<Stored<readonly T[]>> =>
      run(async (db) => {
        const row = await shelvesOf(db).get(name);
        return (row && (await orNull(() => sealer.open<T[]>('state', name, row)))) ?? [];
      }),
    keep: async (items: readonly T[]): Promise<Stored> => {
      const row = { ...(await sealer.seal('state', name, items)), id: name };
      return await run(async (db) => {
        await readwrite(db, [db.state], () => shelvesOf(db).put(row));
      });
    },
  };
}
