import type { Day } from '#core/calendar/day.ts';
import type { Dossier } from '#core/dossier/dossier.ts';
import { hasEnded } from '#core/dossier/lifecycle.ts';

/** The day a result is promised for. While it is paused the clock stands, and the day moves once it goes on. */
export type Promised = { readonly day: Day; readonly isPaused: boolean };

/** Null where no day is promised, and where none is any more: the result is there, or there will be none. */
export function promiseOf({
  status,
  promisedDay,
  pausedSince,
}: Pick<Dossier, 'status' | 'promisedDay' | 'pausedSince'>): Promised | null {
  if (promisedDay === null || hasEnded(status)) return null;
  return { day: promisedDay, isPaused: pausedSince !== null };
}
