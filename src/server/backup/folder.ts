import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { syncPath } from '#server/db/durable-fs.ts';

/** What a backup is: written last, so that a folder without one is no backup. */
export const Manifest = z.strictObject({
  format: z.literal(1),
  engine: z.enum(['pglite', 'postgres']),
  /** The file of the database beside this one, and the SHA-256 of its bytes. */
  database: z.strictObject({ file: z.string().check(z.regex(/^database-\d+\.(tar|dump)$/)), hash: z.string() }),
  /** Everything acknowledged up to this instant (milliseconds) is in it. */
  upTo: z.int(),
  /** When it was finished. */
  at: z.int(),
  /** Places in the folder of files that were damaged or missing, if any: `upTo` is before phones may let go of theirs. */
  damaged: z.optional(z.array(z.string())),
});
export type Manifest = z.infer<typeof Manifest>;

const MANIFEST = 'manifest.json';

export async function readManifest(folder: string): Promise<Manifest> {
  const file = path.join(folder, MANIFEST);
  if (!existsSync(file)) throw new Error(`There is no ${file}: this folder holds no finished backup.`);
  const manifest = Manifest.parse(JSON.parse(await readFile(file, 'utf8')));
  const hash = await hashOf(path.join(folder, manifest.database.file));
  if (hash !== manifest.database.hash) throw new Error(`${manifest.database.file} is not what was backed up.`);
  return manifest;
}

/** Replaces the manifest whole, and then lets go of databases that it does not name. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const making = path.join(folder, `${MANIFEST}.making`);
  await writeFile(making, JSON.stringify(manifest, null, 2), { mode: 0o600 });
  syncPath(making);
  await rename(making, path.join(folder, MANIFEST));
  syncPath(folder);
  const old = (await readdir(folder)).filter((name) => name.startsWith('database-') && name !== manifest.database.file);
  for (const name of old) await rm(path.join(folder, name));
}

/**
 * Copies files that carry their hash as their name, those that are not there yet, each whole and on the disk
 * before it has its name. A file whose bytes are not its name's is left out, and its place is among the damaged ones.
 * `verifying` reads also those that are there, and replaces what rotted: a restore has the time, a nightly backup not.
 */
export async function copyFiles(
  from: string,
  to: string,
  { verifying }: { readonly verifying: boolean },
): Promise<{ copied: number; damaged: string[] }> {
  let copied = 0;
  const damaged: string[] = [];
  const entries = existsSync(from) ? await readdir(from, { recursive: true, withFileTypes: true }) : [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const source = path.join(entry.parentPath, entry.name);
    const place = path.relative(from, source);
    const target = path.join(to, place);
    if (existsSync(target) && (!verifying || (await isWhole(target)))) continue;
    if (!(await isWhole(source))) {
      damaged.push(place);
      continue;
    }
    await copyWhole(source, target);
    copied += 1;
  }
  return { copied, damaged };
}

/** A file that the disk cannot read any more is not. */
async function isWhole(file: string): Promise<boolean> {
  return (await hashOf(file).catch(() => null)) === path.basename(file);
}

/** Copies one file, flushed before it gets its name. */
export async function copyWhole(from: string, to: string): Promise<void> {
  await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, `${to}.making`);
  syncPath(`${to}.making`);
  await rename(`${to}.making`, to);
  syncPath(path.dirname(to));
}

export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

/** Writes bytes to a new file and waits for the disk. */
export async function writeFlushed(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
