import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { extract } from 'tar';
import { must } from '#core/assert.ts';

/** What a build leaves. */
const BUILT = 'dist/app';

/** Puts a build as it is into a folder. */
export function putVersion(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  cpSync(BUILT, folder, { recursive: true });
}

/** Puts the app into a folder as it was built when the protocol was at its first version (src/protocol/decisions/002). */
export async function putAppOfProtocol1(folder: string): Promise<void> {
  const archive = readFileSync(new URL('app-of-protocol-1.tar.br', import.meta.url));
  mkdirSync(folder, { recursive: true });
  await pipeline(Readable.from([archive]), createBrotliDecompress(), extract({ cwd: folder }));
}

/**
 * Puts another version into a folder, as the next build would: one text says something else, every file whose
 * name carries a digest has another name, and nothing is left under the names before.
 */
export function putNextVersion(folder: string, text: { readonly was: string; readonly is: string }): void {
  putVersion(folder);
  const assets = path.join(folder, 'assets');
  for (const file of filesOf(folder)) if (file.endsWith('.br')) rmSync(file);
  const names = readdirSync(assets).filter((name) => /-[\w-]{8}\.(js|css)$/.test(name));
  const next = (name: string) => name.replace(/\.(js|css)$/, 'b.$1');
  let changed = 0;
  for (const file of filesOf(folder).filter((name) => /\.(js|css|html)$/.test(name))) {
    let content = readFileSync(file, 'utf8');
    for (const name of names) content = content.replaceAll(name, next(name));
    if (content.includes(text.was)) changed += 1;
    writeFileSync(file, content.replaceAll(text.was, text.is));
  }
  if (changed === 0) throw new Error(`No file of the build says ${text.was}`);
  for (const name of names) renameSync(path.join(assets, name), path.join(assets, next(name)));

  const worker = path.join(folder, 'sw.js');
  const page = createHash('md5')
    .update(readFileSync(path.join(folder, 'index.html')))
    .digest('hex');
  const list = readFileSync(worker, 'utf8');
  const before = must(/"revision":"(\w+)","url":"index.html"/.exec(list)?.[1], 'the revision of the page');
  writeFileSync(worker, list.replaceAll(before, page));
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
