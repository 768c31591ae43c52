import type { ListChange, Stored } from '#core/ports.ts';
import type { AccountConnection } from './connection.ts';
import { orNull } from './failure.ts';
import { sameSealing } from './seal.ts';
import { shelvesOf, type AccountDb, type ShelfName } from './tables.ts';
import { readwrite } from './transaction.ts';

/**
 * A list a person keeps, sealed in one row; one that does not open is empty. Nothing that screens watch changes with
 * it, so nobody is told.
 */
export function keptList<T>(name: ShelfName, { connection: { run }, sealer }: AccountConnection) {
  const read = async (db: AccountDb) => {
    const row = await shelvesOf(db).get(name);
    return { row, items: (row && (await orNull(() => sealer.open<readonly T[]>('state', name, row)))) ?? [] };
  };
  return {
    list: (): Promise<Stored<readonly T[]>> => run(async (db) => (await read(db)).items),
    keep: (change: ListChange<T>): Promise<Stored<readonly T[]>> =>
      run(async (db) => {
        for (;;) {
          const { row: before = {}, items } = await read(db);
          const next = change(items);
          if (next === items) return items;
          const row = { ...(await sealer.seal('state', name, next)), id: name };
          const written = await readwrite(db, [db.state], async () => {
            // Another tab has kept something meanwhile: the change is made to that.
            if (!sameSealing((await shelvesOf(db).get(name)) ?? {}, before)) return false;
            await shelvesOf(db).put(row);
            return true;
          });
          if (written) return next;
        }
      }),
  };
}
