import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import { FilesWorld, photo, refusalIn, type Photo } from './files-world.ts';

let world: FilesWorld;
beforeAll(async () => {
  world = await FilesWorld.open();
});
afterEach(() => {
  world.hasRoom = async () => true;
});
afterAll(async () => await world.close());

/** A disk that has room for so many bytes more. */
function leave(bytes: number): void {
  let left = bytes;
  world.hasRoom = async (more = 0) => {
    if (left < Math.max(1, more)) return false;
    left -= more;
    return true;
  };
}

async function expectFull(answer: Response): Promise<void> {
  expect(answer.status).toBe(507);
  expect(await refusalIn(answer)).toBe('storageFull');
  expect(answer.headers.get('Retry-After')).toBe('600');
}

async function heldOf(account: string, { file }: Photo): Promise<number> {
  return must(await world.offsetOf(account, file.hash), 'offset');
}

describe('a disk that fills', () => {
  test('nothing begins or goes on where there is no room, and what is here is told', async () => {
    const [account, one] = [await world.person(), photo()];
    await world.begin(account, one.file);
    leave(0);
    await expectFull(await world.begin(account, photo().file));
    await expectFull(await world.patch(account, one.file.hash, 0, one.bytes));
    expect(await heldOf(account, one)).toBe(0);
  });

  test('uploads under way take no more than there is, keep what has arrived, and go on when there is room', async () => {
    const account = await world.person();
    const photos = [photo(400_000), photo(400_000)];
    for (const { file, bytes } of photos) {
      await world.begin(account, file);
      await world.patch(account, file.hash, 0, bytes.subarray(0, 20_000));
    }
    leave(300_000);
    const answers = await Promise.all(
      photos.map(async ({ file, bytes }) => await world.patch(account, file.hash, 20_000, bytes.subarray(20_000))),
    );
    for (const answer of answers) await expectFull(answer);
    const held = await Promise.all(photos.map(async (one) => await heldOf(account, one)));
    const arrived = held.reduce((sum, bytes) => sum + bytes, 0) - 40_000;
    expect(arrived).toBeGreaterThan(0);
    expect(arrived).toBeLessThanOrEqual(300_000);

    leave(1_000_000);
    for (const [i, { file, bytes }] of photos.entries()) {
      const from = must(held[i], 'offset');
      expect((await world.patch(account, file.hash, from, bytes.subarray(from))).status).toBe(204);
      expect(bytes.equals(readFileSync(world.uploads.vault.pathOf(account, file.hash)))).toBe(true);
    }
  });

  test('a file that comes with its announcement stops too, and goes on where it stopped', async () => {
    const [account, one] = [await world.person(), photo(400_000)];
    leave(200_000);
    await expectFull(await world.beginWith(account, one.file, one.bytes));
    const held = await heldOf(account, one);
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThanOrEqual(200_000);
    leave(400_000);
    expect((await world.patch(account, one.file.hash, held, one.bytes.subarray(held))).status).toBe(204);
    expect(one.bytes.equals(readFileSync(world.uploads.vault.pathOf(account, one.file.hash)))).toBe(true);
  });
});
