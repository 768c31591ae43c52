import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { loadContent } from '#server/content.ts';
import { openDatabase, type Sql } from '#server/db/database.ts';
import { lockFolder } from '#server/db/lock.ts';
import { loadFolder } from '#server/db/pglite-core.ts';
import type { Settings } from '#server/settings.ts';
import { copyFiles, copyWhole, readManifest, type Manifest } from './folder.ts';
import { skipNumbers } from './skip-numbers.ts';

export type BroughtBack = {
  readonly manifest: Manifest;
  readonly copied: number;
  readonly damaged: number;
  /** Where what was there before is now; null when there was nothing. */
  readonly before: string | null;
};

/**
 * Puts a backup in the place of the server's data, and opens a new epoch: phones then send again what the
 * server acknowledged after the backup. The server must be down. What was there is moved aside, files stay.
 * `now` (milliseconds) says which numbers may have been given out since.
 *
 * @throws FolderInUse
 */
export async function bringBack(settings: Settings, from: string, now = Date.now()): Promise<BroughtBack> {
  const manifest = await readManifest(from);
  const units = [...loadContent(settings).units.keys()];
  const wanted = settings.databaseUrl === null ? 'pglite' : 'postgres';
  if (manifest.engine !== wanted) {
    throw new Error(`The backup is of ${manifest.engine}, and the settings name ${wanted} (DATABASE_URL).`);
  }
  await mkdir(settings.dataFolder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(settings.dataFolder);
  let before: string | null = null;
  let files: { copied: number; damaged: number };
  try {
    const aside = path.join(settings.dataFolder, `before-restore-${Date.now()}`);
    // Files first: a database whose files are not there yet would make phones send them again.
    files = await copyFiles(path.join(from, 'files'), path.join(settings.dataFolder, 'files'));
    await bringKeys(path.join(from, 'keys'), path.join(settings.dataFolder, 'keys'), aside);
    const dump = path.join(from, manifest.database.file);
    if (settings.databaseUrl === null) await bringEmbedded(settings.dataFolder, dump, aside);
    else await bringPostgres(settings.databaseUrl, dump);
    if (existsSync(aside)) before = aside;
  } finally {
    unlock();
  }
  const database = await openDatabase({ dataDir: settings.dataFolder, databaseUrl: settings.databaseUrl });
  await database.transaction(async (sql) => {
    await openEpoch(sql, manifest.upTo);
    await skipNumbers(sql, units, now);
  });
  await database.close();
  return { manifest, ...files, before };
}

async function bringKeys(from: string, to: string, aside: string): Promise<void> {
  for (const name of await readdir(from)) {
    const [source, target] = [path.join(from, name), path.join(to, name)];
    if (existsSync(target)) {
      if ((await readFile(source)).equals(await readFile(target))) continue;
      await moveAside(target, path.join(aside, 'keys', name));
    }
    await copyWhole(source, target);
  }
}

async function bringEmbedded(dataFolder: string, dump: string, aside: string): Promise<void> {
  const place = path.join(dataFolder, 'database');
  if (existsSync(place)) await moveAside(place, path.join(aside, 'database'));
  await loadFolder(place, new Uint8Array(await readFile(dump)));
}

/** In one transaction: it is the old database or the new one. */
async function bringPostgres(url: string, dump: string): Promise<void> {
  await refuseIfServed(url);
  await promisify(execFile)('pg_restore', [
    '--clean',
    '--if-exists',
    '--no-owner',
    '--single-transaction',
    '--exit-on-error',
    `--dbname=${url}`,
    dump,
  ]);
}

/** A server that goes on would tell phones the new epoch's answers with the old one's sessions still open. */
async function refuseIfServed(url: string): Promise<void> {
  const database = await openDatabase({ dataDir: '', databaseUrl: url });
  try {
    const { rows } = await database.transaction(
      async (sql) =>
        await sql.query(
          `SELECT 1 FROM pg_stat_activity
           WHERE application_name = 'ban-so' AND datname = current_database() AND pid <> pg_backend_pid()`,
        ),
    );
    if (rows.length > 0) throw new Error('A server is running on this database. Stop it first.');
  } finally {
    await database.close();
  }
}

async function moveAside(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to);
}

async function openEpoch(sql: Sql, upTo: number): Promise<void> {
  await sql.query('UPDATE server_state SET epoch = gen_random_uuid(), backed_up_to = $1', [new Date(upTo)]);
}
