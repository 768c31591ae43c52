import { unreachable } from '#core/assert.ts';
import type { Deadline } from '#core/procedure/procedure.ts';
import { addDays, dayOf, hourOf, type Day } from './day.ts';
import { addWorkingDays, isWorkingDay, workingDayFrom, workingDaysBetween, type WorkCalendar } from './working-days.ts';

/**
 * The day a result is promised for a dossier accepted at an instant (milliseconds, server time). Null
 * when the deadline is not verified: then no day may be shown.
 *
 * - What is accepted online on a day off counts as accepted on the next working day.
 * - `sameDay`: accepted at or after the hour, the next working day (NĐ 23/2015/NĐ-CP art. 7 for
 *   certification, hour 15; the national portal says the same of civil status).
 * - `workingDays`: the first day of a term is not counted (BLDS 2015 art. 147.2). Extra days of
 *   mountain, border and specially difficult communes are written without "làm việc" (Lào Cai
 *   QĐ 2296), so they are plain days, and a term that ends on a day off ends on the next working day
 *   (BLDS 2015 art. 148.5).
 */
export function promisedDay(
  deadline: Deadline,
  acceptedAt: number,
  where: { mountain: boolean },
  calendar: WorkCalendar,
): { day: Day } | null {
  const arrived = dayOf(acceptedAt);
  const accepted = workingDayFrom(arrived, calendar);
  switch (deadline.kind) {
    case 'sameDay': {
      const late = isWorkingDay(arrived, calendar) && hourOf(acceptedAt) >= deadline.cutoffHour;
      return { day: late ? addWorkingDays(arrived, 1, calendar) : accepted };
    }
    case 'workingDays': {
      const day = addWorkingDays(accepted, deadline.days, calendar);
      const extra = where.mountain ? (deadline.mountainExtraDays ?? 0) : 0;
      return { day: workingDayFrom(addDays(day, extra), calendar) };
    }
    case 'unverified':
      return null;
    default:
      return unreachable(deadline);
  }
}

/**
 * The promised day after a pause for a supplement or a payment: every working day after the one the
 * clock stopped on, up to the one it went on, is given back, as the on-time rule subtracts it
 * (QĐ 766/QĐ-TTg). A pause within one day changes nothing.
 */
export function resumedPromise(promised: Day, pausedFrom: Day, resumedOn: Day, calendar: WorkCalendar): Day {
  return addWorkingDays(promised, Math.max(0, workingDaysBetween(pausedFrom, resumedOn, calendar)), calendar);
}
