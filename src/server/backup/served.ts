import { Client } from 'pg';

/** Any number that no other program on the same database locks, and the server for nothing else. */
const SERVED = 4_819_005;
const AGAIN_MS = 1_000;

/** A server runs on the PostgreSQL database. */
export class DatabaseServed extends Error {
  constructor() {
    super('A server is running on this database. Stop it first.');
  }
}

/**
 * Says on a connection of its own, for as long as the server runs, that it does: those of its pool are closed while it
 * is quiet. Waits where a restore is at work. A connection that is lost is made again. The returned function ends it.
 */
export async function sayServed(databaseUrl: string, trouble: (error: unknown) => void): Promise<() => Promise<void>> {
  let over = false;
  let client = await hold();

  async function hold(): Promise<Client> {
    const holding = connection(databaseUrl);
    // Also while it connects: without a listener the process would end.
    let held = false;
    holding.on('error', (error) => {
      if (!held) return;
      held = false;
      trouble(error);
      void holdAgain();
    });
    try {
      await holding.connect();
      await holding.query('SELECT pg_advisory_lock_shared($1)', [SERVED]);
      held = true;
      return holding;
    } catch (error) {
      await holding.end().catch(() => undefined);
      throw error;
    }
  }

  async function holdAgain(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref());
    if (over) return;
    const again = await hold().catch(() => null);
    if (again === null) void holdAgain();
    else if (over) await again.end();
    else client = again;
  }

  return async () => {
    over = true;
    await client.end().catch(() => undefined);
  };
}

/**
 * Takes a database that no server runs on, so that none begins meanwhile. The returned function gives it back.
 *
 * @throws DatabaseServed
 */
export async function takeUnserved(databaseUrl: string): Promise<() => Promise<void>> {
  const client = connection(databaseUrl);
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Commands that write beside the server, and servers of earlier releases, are known by their connections alone.
    const { rows } = await client.query<{ taken: boolean; connected: boolean }>(
      `SELECT pg_try_advisory_lock($1) AS taken, EXISTS (SELECT FROM pg_stat_activity
         WHERE application_name = 'ban-so' AND datname = current_database() AND pid <> pg_backend_pid()) AS connected`,
      [SERVED],
    );
    if (rows[0]?.taken !== true || rows[0].connected) throw new DatabaseServed();
  } catch (error) {
    await client.end();
    throw error;
  }
  return async () => await client.end();
}

function connection(databaseUrl: string): Client {
  const keptAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 };
  return new Client({ connectionString: databaseUrl, application_name: 'ban-so', ...keptAlive });
}
