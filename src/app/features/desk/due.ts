import type { Day } from '#core/calendar/day.ts';
import { promisedDay } from '#core/calendar/promise.ts';
import { workingDaysBetween, type WorkCalendar } from '#core/calendar/working-days.ts';
import type { Status } from '#core/dossier/dossier.ts';
import type { Procedure } from '#core/procedure/procedure.ts';

/** What a line of a queue says of its deadline. `days` are working days. */
export type Due =
  | { readonly kind: 'none' | 'notCounted' | 'paused' | 'today' }
  | { readonly kind: 'left' | 'late'; readonly day: Day; readonly days: number };

/** Whose turn it is in each status: the officer's while the clock runs, the citizen's, or nobody's. */
const TURN = {
  registered: 'officer',
  received: 'officer',
  processing: 'officer',
  supplementRequested: 'citizen',
  paymentRequested: 'citizen',
  finished: 'nobody',
  notAccepted: 'nobody',
  withdrawn: 'nobody',
  stopped: 'nobody',
  returned: 'nobody',
} as const satisfies Record<Status, 'officer' | 'citizen' | 'nobody'>;

/**
 * The deadline of a dossier as of today. Before acceptance it is the day that acceptance now would
 * promise, given as `ifReceivedNow`; null where nothing may be promised yet.
 */
export function dueOf(
  dossier: { readonly status: Status; readonly promisedDay: Day | null },
  ifReceivedNow: Day | null,
  today: Day,
  calendar: WorkCalendar,
): Due {
  const turn = TURN[dossier.status];
  if (turn === 'nobody') return { kind: 'none' };
  if (turn === 'citizen') return { kind: dossier.promisedDay === null ? 'notCounted' : 'paused' };
  const day = dossier.status === 'registered' ? ifReceivedNow : dossier.promisedDay;
  if (day === null) return { kind: 'notCounted' };
  if (day === today) return { kind: 'today' };
  const days = Math.abs(workingDaysBetween(today, day, calendar));
  return day < today ? { kind: 'late', day, days } : { kind: 'left', day, days };
}

export function isUrgent(due: Due): boolean {
  return due.kind === 'today' || due.kind === 'late';
}

/** The day that would be promised on acceptance now; null for a deadline nobody has verified. */
export function promiseIfReceived(
  procedure: Procedure | null,
  now: number,
  unit: { readonly mountain: boolean } | null,
  calendar: WorkCalendar,
): Day | null {
  if (!procedure) return null;
  return promisedDay(procedure.deadline, now, { mountain: unit?.mountain ?? false }, calendar)?.day ?? null;
}
