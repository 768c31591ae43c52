import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { must } from '#core/assert.ts';
import { openDatabase, type OpenDatabase } from '#server/db/database.ts';
import { syncPath } from '#server/db/durable-fs.ts';
import { FolderInUse } from '#server/db/lock.ts';
import { ownAddress } from '#server/http/own-address.ts';
import { openKeys } from '#server/keys.ts';
import { signBody, SIGNATURE_HEADER } from '#server/payment/signature.ts';
import { DONE_PATH, DUMP_PATH, FILES_PATH } from '#server/routes/backup.ts';
import type { Settings } from '#server/settings.ts';
import { copyFiles, copyWhole, hashOf, writeFlushed, writeManifest, type Manifest } from './folder.ts';
import { absentIn, placesOf, RecordedFile, recordedFiles, upToWithout } from './recorded.ts';
import { noteBackup, safeUpTo, UP_TO_HEADER } from './watermark.ts';

export type Taken = {
  readonly manifest: Manifest;
  readonly copied: number;
  /** Places in the folder of files that are damaged or missing, there or in the backup. */
  readonly damaged: readonly string[];
};

/** A database in its file, the files of its rows, and how its server hears how far the backup on the disk reaches. */
type Dumped = {
  readonly upTo: number;
  /** May be newer than the dump: rows that came since have their files in the folder as well. */
  readonly files: readonly RecordedFile[];
  readonly done: (upTo: number) => Promise<void>;
};

/**
 * Backs up a server that may go on running: the database first, then the files its rows speak of, which only
 * ever grow in number. The manifest comes last, and only then are phones told what they need not keep. Where files of
 * rows are damaged or missing, the backup is one all the same, and phones keep the papers that it does not hold.
 */
export async function takeBackup(settings: Settings, to: string, now: () => number = Date.now): Promise<Taken> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const engine = settings.databaseUrl === null ? 'pglite' : 'postgres';
  const file = `database-${Date.now()}.${engine === 'pglite' ? 'tar' : 'dump'}`;
  const target = path.join(to, file);
  const dumped =
    settings.databaseUrl === null
      ? await dumpEmbedded(settings, target, now)
      : await dumpPostgres(settings, target, now);

  const [here, there] = [path.join(settings.dataFolder, 'files'), path.join(to, 'files')];
  const { copied, damaged: rotten } = await copyFiles(here, there, { verifying: false });
  const lost = absentIn(there, dumped.files);
  const damaged = placesOf(rotten, lost, absentIn(here, dumped.files));
  const upTo = upToWithout(lost, dumped.upTo);
  const keys = path.join(settings.dataFolder, 'keys');
  for (const name of await readdir(keys)) await copyWhole(path.join(keys, name), path.join(to, 'keys', name));

  const database = { file, hash: await hashOf(target) };
  const found = damaged.length > 0 ? { damaged } : {};
  const manifest: Manifest = { format: 1, engine, database, upTo, at: Date.now(), ...found };
  await writeManifest(to, manifest);
  await dumped.done(upTo);
  return { manifest, copied, damaged };
}

async function dumpPostgres(settings: Settings, target: string, now: () => number): Promise<Dumped> {
  const url = must(settings.databaseUrl, 'DATABASE_URL');
  const database = await openDatabase({ dataDir: settings.dataFolder, databaseUrl: url });
  const upTo = await safeUpTo(database, now());
  await promisify(execFile)('pg_dump', ['--format=custom', `--file=${target}`, url]);
  syncPath(target);
  return await dumpedFrom(database, upTo, now());
}

/** From the folder itself, or from the server that has it open. */
async function dumpEmbedded(settings: Settings, target: string, now: () => number): Promise<Dumped> {
  let database: OpenDatabase;
  try {
    database = await openDatabase({ dataDir: settings.dataFolder });
  } catch (error) {
    if (error instanceof FolderInUse) return await dumpRunning(settings, target);
    throw error;
  }
  const upTo = await safeUpTo(database, now());
  await writeFlushed(target, must(await database.dump(), 'a dump'));
  return await dumpedFrom(database, upTo, now());
}

async function dumpedFrom(database: OpenDatabase, upTo: number, now: number): Promise<Dumped> {
  return {
    upTo,
    files: await recordedFiles(database, now),
    done: async (reached) => {
      await noteBackup(database, reached);
      await database.close();
    },
  };
}

async function dumpRunning(settings: Settings, target: string): Promise<Dumped> {
  const { backupSecret } = await openKeys(settings.dataFolder);
  const ask = async (where: string, body: string): Promise<Response> => {
    const signature = signBody(backupSecret, Date.now(), Buffer.from(`${where}\n${body}`));
    const headers = { [SIGNATURE_HEADER]: signature };
    const answer = await fetch(ownAddress(settings) + where, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(`The running server answered ${answer.status} to ${where}: ${await answer.text()}`);
    return answer;
  };
  const dump = await ask(DUMP_PATH, '');
  await writeFlushed(target, new Uint8Array(await dump.arrayBuffer()));
  return {
    upTo: Number(dump.headers.get(UP_TO_HEADER)),
    files: z.array(RecordedFile).parse(await (await ask(FILES_PATH, '')).json()),
    done: async (reached) => void (await ask(DONE_PATH, String(reached))),
  };
}
