import { statfs } from 'node:fs/promises';

/** Whether there is room on the disk for so many bytes more, or for anything at all. Who is told so may write them. */
export type Room = (bytes?: number) => Promise<boolean>;

/**
 * Bytes that are never given away: a database that cannot write its log stops, reads and all. PostgreSQL's
 * log grows by 16 MB at a time.
 */
export const KEPT_FREE = 48 * 1024 * 1024;
const LOOKS_EVERY_MS = 1_000;

/** When the disk may have room again, for whoever was refused. */
export const FULL_RETRY_SECONDS = 600;

/**
 * Looks at the disk of a folder, once a second at most, and counts what it gives away in between: a fast network
 * would bring more in a second than is kept.
 */
export function watchRoom(folder: string, keptFree = KEPT_FREE, clock: () => number = () => performance.now()): Room {
  let looked = -Infinity;
  let spare: Promise<number> = Promise.resolve(0);
  let given = 0;
  return async (bytes = 0) => {
    if (clock() - looked >= LOOKS_EVERY_MS) {
      looked = clock();
      given = 0;
      spare = statfs(folder).then(({ bavail, bsize }) => bavail * bsize - keptFree);
    }
    if ((await spare) < given + bytes) return false;
    given += bytes;
    return true;
  };
}
