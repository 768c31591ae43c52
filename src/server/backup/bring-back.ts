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
import { absentIn, placesOf, recordedFiles, upToWithout } from './recorded.ts';
import { takeUnserved } from './served.ts';
import { skipNumbers } from './skip-numbers.ts';

export type BroughtBack = {
  readonly manifest: Manifest;
  readonly copied: number;
  /** Places in the folder of files that are damaged in the backup or missing now, and not there whole anyway. */
  readonly damaged: readonly string[];
  /** Where what was there before is now; null when there was nothing. */
  readonly before: string | null;
};

/**
 * Puts a backup in the place of the server's data, and opens a new epoch: phones then send again what the
 * server acknowledged after the backup. The server must be down. What was there is moved aside, files stay.
 * `now` (milliseconds) says which numbers may have been given out since.
 *
 * @throws FolderInUse, DatabaseServed
 */
export async function bringBack(settings: Settings, from: string, now = Date.now()): Promise<BroughtBack> {
  const manifest = await readManifest(from);
  const units = [...loadContent(settings).units.keys()];
  const wanted = settings.databaseUrl === null ? 'pglite' : 'postgres';
  if (manifest.engine !== wanted) {
    throw new Error(`The backup is of ${manifest.engine}, and the settings name ${wanted} (DATABASE_URL).`);
  }
  await mkdir(settings.dataFolder, { recursive: true, mode: 0o700 });
  // A server that goes on, or begins meanwhile, would tell phones the new epoch's answers with the old one's sessions.
  const giveBack = settings.databaseUrl === null ? null : await takeUnserved(settings.databaseUrl);
  try {
    const unlock = await lockFolder(settings.dataFolder);
    let put: Pick<BroughtBack, 'copied' | 'damaged' | 'before'>;
    try {
      put = await putInPlace(settings, from, manifest);
    } finally {
      unlock();
    }
    const lost = await begin(settings, manifest, units, now);
    return { manifest, ...put, damaged: placesOf(put.damaged, lost) };
  } finally {
    await giveBack?.();
  }
}

async function putInPlace({ dataFolder, databaseUrl }: Settings, from: string, manifest: Manifest) {
  const aside = path.join(dataFolder, `before-restore-${Date.now()}`);
  // Files first: a database whose files are not there yet would make phones send them again.
  const files = await copyFiles(path.join(from, 'files'), path.join(dataFolder, 'files'), { verifying: true });
  await bringKeys(path.join(from, 'keys'), path.join(dataFolder, 'keys'), aside);
  const dump = path.join(from, manifest.database.file);
  if (databaseUrl === null) await bringEmbedded(dataFolder, dump, aside);
  else await bringPostgres(databaseUrl, dump);
  return { ...files, before: existsSync(aside) ? aside : null };
}

/** Opens the epoch of the database that came back. Answers the files of rows that did not. */
async function begin({ dataFolder, databaseUrl }: Settings, { upTo }: Manifest, units: string[], now: number) {
  const database = await openDatabase({ dataDir: dataFolder, databaseUrl });
  try {
    const lost = absentIn(path.join(dataFolder, 'files'), await recordedFiles(database, now));
    await database.transaction(async (sql) => {
      await openEpoch(sql, upToWithout(lost, upTo));
      await skipNumbers(sql, units, now);
    });
    return lost;
  } finally {
    await database.close();
  }
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

async function moveAside(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
  await rename(from, to);
}

async function openEpoch(sql: Sql, upTo: number): Promise<void> {
  await sql.query('UPDATE server_state SET epoch = gen_random_uuid(), backed_up_to = $1', [new Date(upTo)]);
}
