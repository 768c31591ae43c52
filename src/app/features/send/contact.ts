import type { LogLine } from '#core/ports.ts';
import type { SyncState } from '#core/sync/state.ts';

/** A stretch of time in which the server could be reached. */
export type Contact = NonNullable<SyncState['contact']>;

/** Longer than the rest between two polls: a phone that was silent for this long was not in contact. */
const SILENCE_MS = 90_000;

/**
 * The last contact. The engine knows when it was, and of one before this start no longer how long it lasted; the log
 * does: from the first success to the last one, with neither a failure nor a silence between.
 */
export function lastContact(known: Contact | null, log: readonly LogLine[]): Contact | null {
  if (known && known.until > known.since) return known;
  return contactIn(log) ?? known;
}

function contactIn(log: readonly LogLine[]): Contact | null {
  const newestFirst = log.filter(({ what }) => what !== 'wake').toSorted((a, b) => b.at - a.at);
  const last = newestFirst.find(isGood);
  if (!last) return null;
  let { since } = stretchOf(last);
  for (const line of newestFirst.slice(newestFirst.indexOf(last) + 1)) {
    if (!isGood(line) || since - line.at > SILENCE_MS) break;
    ({ since } = stretchOf(line));
  }
  return { since, until: last.at };
}

function isGood({ result }: LogLine): boolean {
  return result.split(' ')[0] === 'ok';
}

/** A line is written when what it tells of has ended. */
function stretchOf({ at, ms }: LogLine): Contact {
  return { since: at - (ms ?? 0), until: at };
}
