import { openDatabase, type OpenDatabase } from '#server/db/database.ts';
import type { World } from './world.ts';

/** Stops the server and reads what it has kept from its own database. */
export async function rowsOf<T>(world: World, read: (db: OpenDatabase['db']) => Promise<T>): Promise<T> {
  await world.server.stop();
  const database = await openDatabase({ dataDir: world.server.data });
  try {
    return await read(database.db);
  } finally {
    await database.close();
  }
}
