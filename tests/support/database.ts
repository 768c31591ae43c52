import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase, ready, type OpenDatabase } from '#server/db/database.ts';
import type { Engine } from '#server/db/engine.ts';
import { MIGRATIONS, checksumOf } from '#server/db/migrate.ts';
import { openMemory } from '#server/db/pglite-core.ts';
import { pgliteEngine, sameThread } from '#server/db/pglite.ts';
import { createPostgresDatabase } from './postgres.ts';

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

/** Making a database takes seconds, loading a copy a fraction of one; the copy is kept between runs. */
async function template(): Promise<Blob> {
  const schema = createHash('sha256').update(MIGRATIONS.map(checksumOf).join()).digest('hex').slice(0, 16);
  const file = path.join(tmpdir(), `banso-template-${process.getuid?.() ?? 0}-${schema}.tar`);
  if (!existsSync(file)) {
    const core = await openMemory(null);
    const database = await ready(pgliteEngine(sameThread(core)), () => undefined);
    const dump = await core.dump();
    await database.close();
    const making = `${file}.${process.pid}`;
    writeFileSync(making, dump, { mode: 0o600 });
    renameSync(making, file);
  }
  return new Blob([readFileSync(file)]);
}
