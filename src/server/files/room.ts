import { statfs } from 'node:fs/promises';

/** Whether there is room for more on the disk. */
export type Room = () => Promise<boolean>;

/**
 * Bytes that are never given away: a database that cannot write its log stops, reads and all. PostgreSQL's
 * log grows by 16 MB at a time.
 */
const KEPT_FREE = 48 * 1024 * 1024;
const LOOKS_EVERY_MS = 1_000;

/** When the disk may have room again, for whoever was refused. */
export const FULL_RETRY_SECONDS = 600;

/** Looks at the disk of a folder, once a second at most. */
export function watchRoom(folder: string, keptFree = KEPT_FREE, clock: () => number = () => performance.now()): Room {
  let looked = -Infinity;
  let room: Promise<boolean> = Promise.resolve(true);
  return async () => {
    if (clock() - looked >= LOOKS_EVERY_MS) {
      looked = clock();
      room = statfs(folder).then(({ bavail, bsize }) => bavail * bsize >= keptFree);
    }
    return await room;
  };
}
