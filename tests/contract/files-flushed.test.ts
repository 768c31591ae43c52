import { readlinkSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { FilesWorld, photo, type Photo } from './files-world.ts';

/** What is flushed to the disk, by its path, in order; with `stopAt` the server stops in place of flushing that one. */
const flushed: string[] = [];
let stopAt: string | null = null;

let world: FilesWorld;
beforeAll(async () => {
  world = await FilesWorld.open();
  const handle = await open(world.dataDir);
  const handles = Object.getPrototypeOf(handle) as FileHandle;
  await handle.close();
  const { sync } = handles;
  vi.spyOn(handles, 'sync').mockImplementation(async function (this: FileHandle) {
    const target = readlinkSync(`/proc/self/fd/${this.fd}`);
    if (target === stopAt) {
      stopAt = null;
      throw new Error('the server stopped here');
    }
    await sync.call(this);
    flushed.push(target);
  });
});
afterEach(() => {
  flushed.length = 0;
  stopAt = null;
});
afterAll(async () => {
  vi.restoreAllMocks();
  await world.close();
});

/** The folders by whose names a file of an account is found, from the nearest to the one that holds everything. */
function foldersOf(account: string, { file: { hash } }: Photo): string[] {
  const nearest = path.dirname(world.uploads.vault.pathOf(account, hash));
  return [nearest, path.dirname(nearest), path.join(world.dataDir, 'files'), world.dataDir];
}

test('a file is flushed before it is moved, and every folder on the way to it before it is acknowledged', async () => {
  const [account, one] = [await world.person(), photo()];
  expect((await world.upload(account, one)).status).toBe(204);
  expect(flushed).toEqual([world.partialOf(account, one.file.hash), ...foldersOf(account, one)]);
});

test('a file that a stopped server moved and did not flush is flushed before it is acknowledged', async () => {
  for (const at of [0, 1, 2]) {
    const [account, one] = [await world.person(), photo()];
    await world.begin(account, one.file);
    stopAt = foldersOf(account, one)[at] ?? '';
    expect((await world.patch(account, one.file.hash, 0, one.bytes)).status).toBe(500);
    flushed.length = 0;
    expect(await world.offsetOf(account, one.file.hash)).toBe(50_000);
    expect(flushed).toEqual([world.uploads.vault.pathOf(account, one.file.hash), ...foldersOf(account, one)]);
  }
});

test('folders that a stopped server made and did not flush are flushed with the next file in them', async () => {
  const [account, one] = [await world.person(), photo()];
  await world.begin(account, one.file);
  stopAt = foldersOf(account, one)[1] ?? '';
  await world.patch(account, one.file.hash, 0, one.bytes);
  const other = beside(one);
  await world.upload(account, other);
  expect(flushed).toEqual(expect.arrayContaining(foldersOf(account, other)));
});

/** A photo that goes into the same folder. */
function beside({ file: { hash } }: Photo): Photo {
  for (;;) {
    const other = photo(1_000);
    if (other.file.hash.startsWith(hash.slice(0, 2))) return other;
  }
}
