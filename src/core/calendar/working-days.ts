import * as z from 'zod/mini';
import { assert } from '#core/assert.ts';
import { addDays, Day, weekday } from './day.ts';

/** The days a province publishes each year. More may be said of each (a name, a source); it is not read here. */
export const HolidayData = z.object({
  holidays: z.array(z.object({ day: Day })),
  workingSaturdays: z.array(z.object({ day: Day })),
});
export type HolidayData = z.infer<typeof HolidayData>;

/**
 * Days off besides Saturdays and Sundays, with their compensating days (BLLĐ 2019 art. 111–112), and
 * Saturdays worked in exchange for a bridge day.
 */
export type WorkCalendar = { readonly holidays: ReadonlySet<Day>; readonly workingSaturdays: ReadonlySet<Day> };

export function calendarOf(data: HolidayData): WorkCalendar {
  return {
    holidays: new Set(data.holidays.map(({ day }) => day)),
    workingSaturdays: new Set(data.workingSaturdays.map(({ day }) => day)),
  };
}

/** True when offices work that day. A day that is listed as both is off: a promise must not be too early. */
export function isWorkingDay(day: Day, calendar: WorkCalendar): boolean {
  if (calendar.holidays.has(day)) return false;
  const isWeekend = weekday(day) === 0 || weekday(day) === 6;
  return !isWeekend || calendar.workingSaturdays.has(day);
}

/** The day itself when offices work, else the next day they do. */
export function workingDayFrom(day: Day, calendar: WorkCalendar): Day {
  let found = day;
  while (!isWorkingDay(found, calendar)) found = addDays(found, 1);
  return found;
}

/** The n-th working day after a day; with 0 the day itself, whatever it is. */
export function addWorkingDays(day: Day, n: number, calendar: WorkCalendar): Day {
  assert(Number.isSafeInteger(n) && n >= 0, `working days to add are a whole number, got ${n}`);
  let found = day;
  for (let left = n; left > 0; left -= 1) found = workingDayFrom(addDays(found, 1), calendar);
  return found;
}

/**
 * How many working days lie after `from`, up to and including `to`: what is left of a deadline. Negative
 * when `to` is past: so many working days late.
 */
export function workingDaysBetween(from: Day, to: Day, calendar: WorkCalendar): number {
  if (to < from) return 0 - workingDaysBetween(to, from, calendar);
  let count = 0;
  for (let day = from; day < to;) {
    day = addDays(day, 1);
    if (isWorkingDay(day, calendar)) count += 1;
  }
  return count;
}
