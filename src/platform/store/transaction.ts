import type { Dexie, Table } from 'dexie';
import { Refused } from './failure.ts';

/**
 * A transaction that writes all or nothing. When it aborts, whatever request came next fails with no more than
 * "aborted"; why is known to the transaction alone, and a full phone must be told from a lost connection.
 */
export async function readwrite<T>(db: Dexie, tables: readonly Table[], work: () => Promise<T>): Promise<T> {
  const native: IDBTransaction[] = [];
  try {
    // Dexie keeps a transaction alive over `await` only inside functions that are async themselves.
    return await db.transaction('rw', [...tables], async (tx) => {
      native.push(tx.idbtrans);
      return await work();
    });
  } catch (error) {
    throw error instanceof Refused ? error : (native[0]?.error ?? error);
  }
}
