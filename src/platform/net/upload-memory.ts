import type { Sha256 } from '#core/dossier/dossier.ts';
import { UPLOADS_AT_ONCE } from '#core/sync/upload-lane.ts';

/** Bytes handed to the system may still be on their way: before the first measurement, a second for each 4 KB of them. */
const SLOWEST_BYTES_PER_MS = 4;
const LONGEST_DRAIN_MS = 60_000;
/** A link may become so many times slower than it was before a silence is taken for its end. */
const MARGIN = 3;
/** Shorter than this a request says more of the round trip than of the link. */
const WORTH_MEASURING_BYTES = 32 * 1024;

/** What a transport remembers of its uploads while it lives. */
export type UploadMemory = {
  /**
   * How to begin with a file. `ask`: the server may hold a part of it. `bytesAtOnce`: should it hold nothing, the
   * bytes go with the announcement, which saves a round trip.
   */
  readonly begin: (hash: Sha256) => { readonly ask: boolean; readonly bytesAtOnce: boolean };
  /**
   * The server said of a file that it holds nothing. Of as many as go at once, and earlier lives of this phone left
   * none begun after them.
   */
  readonly heldNothing: (hash: Sha256) => void;
  readonly measured: (bytes: number, ms: number) => void;
  readonly stalled: () => void;
  /**
   * The server, or something on the way to it, would not have the file: it is announced without its bytes from then on.
   * A cut says nothing of the kind, and an announcement of its own would cost a request after each.
   */
  readonly refused: (hash: Sha256) => void;
  /** However it ended, the file shares the link no more. */
  readonly ended: () => void;
  /**
   * How long nothing need be heard while so many bytes of one file may be leaving, in milliseconds: `stallMs` at
   * least, and longer on a slow link or one that is shared.
   */
  readonly patienceMs: (bytes: number, stallMs: number) => number;
};

export function uploadMemory(): UploadMemory {
  // After a start any file may have been begun before; uploads go in a steady order, so the first answers tell.
  const notBegun = new Set<Sha256>();
  let underWay = 0;
  /** Of one file: while others shared the link, less than the link's. */
  let pace: number | null = null;
  const begun = new Set<Sha256>();
  const unwelcome = new Set<Sha256>();

  return {
    begin: (hash) => {
      const again = begun.has(hash);
      begun.add(hash);
      underWay += 1;
      return { ask: notBegun.size < UPLOADS_AT_ONCE || again, bytesAtOnce: !unwelcome.has(hash) };
    },
    heldNothing: (hash) => void notBegun.add(hash),
    measured: (bytes, ms) => {
      if (bytes >= WORTH_MEASURING_BYTES) pace = bytes / Math.max(ms, 1);
    },
    stalled: () => {
      if (pace !== null) pace /= 2;
    },
    refused: (hash) => void unwelcome.add(hash),
    ended: () => {
      underWay -= 1;
    },
    patienceMs: (bytes, stallMs) => {
      if (pace !== null) return Math.max(stallMs, Math.min((bytes * MARGIN) / pace, LONGEST_DRAIN_MS));
      return stallMs + Math.min(bytes / SLOWEST_BYTES_PER_MS, LONGEST_DRAIN_MS) * underWay;
    },
  };
}
