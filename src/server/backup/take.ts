import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { must } from '#core/assert.ts';
import { openDatabase } from '#server/db/database.ts';
import { syncPath } from '#server/db/durable-fs.ts';
import { FolderInUse } from '#server/db/lock.ts';
import { ownAddress } from '#server/http/own-address.ts';
import { openKeys } from '#server/keys.ts';
import { signBody, SIGNATURE_HEADER } from '#server/payment/signature.ts';
import { DONE_PATH, DUMP_PATH } from '#server/routes/backup.ts';
import type { Settings } from '#server/settings.ts';
import { copyFiles, copyWhole, hashOf, writeFlushed, writeManifest, type Manifest } from './folder.ts';
import { noteBackup, safeUpTo, UP_TO_HEADER } from './watermark.ts';

export type Taken = { readonly manifest: Manifest; readonly copied: number; readonly damaged: number };

/** A database on its way into a file, and how its server hears that the backup is on the disk. */
type Dumped = { readonly upTo: number; readonly done: () => Promise<void> };

/**
 * Backs up a server that may go on running: the database first, then the files its rows speak of, which only
 * ever grow in number. The manifest comes last, and only then are phones told what they need not keep.
 */
export async function takeBackup(settings: Settings, to: string): Promise<Taken> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const engine = settings.databaseUrl === null ? 'pglite' : 'postgres';
  const file = `database-${Date.now()}.${engine === 'pglite' ? 'tar' : 'dump'}`;
  const target = path.join(to, file);
  const { upTo, done } =
    settings.databaseUrl === null ? await dumpEmbedded(settings, target) : await dumpPostgres(settings, target);

  const { copied, damaged } = await copyFiles(path.join(settings.dataFolder, 'files'), path.join(to, 'files'));
  const keys = path.join(settings.dataFolder, 'keys');
  for (const name of await readdir(keys)) await copyWhole(path.join(keys, name), path.join(to, 'keys', name));

  const database = { file, hash: await hashOf(target) };
  const manifest: Manifest = { format: 1, engine, database, upTo, at: Date.now() };
  await writeManifest(to, manifest);
  await done();
  return { manifest, copied, damaged };
}

async function dumpPostgres(settings: Settings, target: string): Promise<Dumped> {
  const url = must(settings.databaseUrl, 'DATABASE_URL');
  const upTo = safeUpTo(Date.now());
  await promisify(execFile)('pg_dump', ['--format=custom', `--file=${target}`, url]);
  syncPath(target);
  return {
    upTo,
    done: async () => {
      const database = await openDatabase({ dataDir: settings.dataFolder, databaseUrl: url });
      await noteBackup(database, upTo);
      await database.close();
    },
  };
}

/** From the folder itself, or from the server that has it open. */
async function dumpEmbedded(settings: Settings, target: string): Promise<Dumped> {
  try {
    const database = await openDatabase({ dataDir: settings.dataFolder });
    const upTo = safeUpTo(Date.now());
    await writeFlushed(target, must(await database.dump(), 'a dump'));
    return {
      upTo,
      done: async () => {
        await noteBackup(database, upTo);
        await database.close();
      },
    };
  } catch (error) {
    if (error instanceof FolderInUse) return await dumpRunning(settings, target);
    throw error;
  }
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
  const upTo = Number(dump.headers.get(UP_TO_HEADER));
  return { upTo, done: async () => void (await ask(DONE_PATH, String(upTo))) };
}
