import { statfs } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import { watchRoom } from './room.ts';

vi.mock('node:fs/promises', () => ({ statfs: vi.fn() }));

const KEPT = 1_000;
let now = 0;

/** The disk as it is from now on. */
function leave(bytes: number): void {
  vi.mocked(statfs).mockResolvedValue({ bavail: bytes, bsize: 1 } as Awaited<ReturnType<typeof statfs>>);
}

function watched() {
  return watchRoom('somewhere', KEPT, () => now);
}

test('there is room down to what is kept, and not below', async () => {
  leave(KEPT);
  expect(await watched()()).toBe(true);
  leave(KEPT - 1);
  expect(await watched()()).toBe(false);
});

test('between two looks at the disk, what has been given away is counted', async () => {
  leave(KEPT + 100);
  const hasRoom = watched();
  expect(await Promise.all([hasRoom(60), hasRoom(60), hasRoom(40)])).toEqual([true, false, true]);
  expect([await hasRoom(), await hasRoom(1)]).toEqual([true, false]);
});

test('the disk is looked at once a second, and its word replaces the count', async () => {
  leave(KEPT + 100);
  vi.mocked(statfs).mockClear();
  const hasRoom = watched();
  await hasRoom(100);
  now += 999;
  expect(await hasRoom(1)).toBe(false);
  expect(statfs).toHaveBeenCalledTimes(1);
  now += 1;
  expect(await hasRoom(100)).toBe(true);
  expect(statfs).toHaveBeenCalledTimes(2);
});
