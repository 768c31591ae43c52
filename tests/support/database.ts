import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase, ready, type OpenDatabase } from '#server/db/database.ts';
import type { Engine } from '#server/db/engine.ts';
import { MIGRATIONS, checksumOf } from '#server/db/migrate.ts';
import { openMemory } from '#server/db/pglite-core.ts';
import { pgliteEngine, sameThread } from '#server/db/pglite.ts';
import { createPostgresDatabase } from './postgres.ts';

/** Names the release of the embedded engine. */
const ENGINE = 'node_modules/@electric-sql/pglite/package.json';

/** Which database a suite runs on: the embedded one in memory, or a PostgreSQL server by its URL. */
export type TestEngine = 'pglite' | { readonly postgresUrl: string };

/** An empty database with today's schema, its own for every call. Close it when done. */
export async function freshDatabase(engine: TestEngine = 'pglite'): Promise<OpenDatabase> {
  return engine === 'pglite' ? await freshPglite() : await freshPostgres(engine.postgresUrl);
}

/** The embedded engine in memory, with today's schema; for tests of what lies beneath the database. */
export async function freshEngine(): Promise<Engine> {
  return pgliteEngine(sameThread(await openMemory(await template())));
}

async function freshPglite(): Promise<OpenDatabase> {
  return await ready(await freshEngine(), () => undefined);
}

async function freshPostgres(serverUrl: string): Promise<OpenDatabase> {
  const { url, drop } = await createPostgresDatabase(serverUrl);
  const database = await openDatabase({ dataDir: '', databaseUrl: url });
  return {
    ...database,
    close: async () => {
      await database.close();
      await drop();
    },
  };
}

/**
 * Gives a server's data folder an embedded database with today's schema, as its first start would make it, in a
 * fraction of the time. The folder may not have one yet.
 */
export async function prepareDataFolder(dataDir: string): Promise<void> {
  const made = await keptBetweenRuns('folder', async (making) => {
    const database = await openDatabase({ dataDir: making });
    await database.close();
  });
  cpSync(path.join(made, 'database'), path.join(dataDir, 'database'), { recursive: true, errorOnExist: true });
}

/** The embedded database in memory, as an archive. */
async function template(): Promise<Blob> {
  const made = await keptBetweenRuns('memory.tar', async (making) => {
    const core = await openMemory(null);
    const database = await ready(pgliteEngine(sameThread(core)), () => undefined);
    writeFileSync(making, await core.dump(), { mode: 0o600 });
    await database.close();
  });
  return new Blob([readFileSync(made)]);
}

/**
 * Making a database takes seconds, taking a copy a fraction of one: it is made once for a schema and a release of the
 * engine. Several processes may make it at once; the first to finish has made it.
 */
async function keptBetweenRuns(what: string, make: (making: string) => Promise<void>): Promise<string> {
  const made = createHash('sha256').update(readFileSync(ENGINE)).update(MIGRATIONS.map(checksumOf).join());
  const name = `banso-template-${process.getuid?.() ?? 0}-${made.digest('hex').slice(0, 16)}-${what}`;
  const kept = path.join(tmpdir(), name);
  if (existsSync(kept)) return kept;
  const making = `${kept}.${process.pid}`;
  await make(making);
  try {
    renameSync(making, kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
    rmSync(making, { recursive: true });
  }
  return kept;
}
