import { addDays, hourOf, type Day } from '#core/calendar/day.ts';

/** A day beside today, in the short form people say; the screens have words for the first two. */
export type DescribedDay = { kind: 'today' } | { kind: 'yesterday' } | { kind: 'day'; text: string };

/** The time in Vietnam of an instant (milliseconds): "14:05". */
export function formatTime(instant: number): string {
  const minutes = new Date(instant).getUTCMinutes();
  return `${twoDigits(hourOf(instant))}:${twoDigits(minutes)}`;
}

/** "28/11/2026", the order of both languages here. */
export function formatDay(day: Day): string {
  return `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
}

/** "28/11", for a day whose year is clear. */
export function formatShortDay(day: Day): string {
  return formatDay(day).slice(0, 5);
}

/** Today, yesterday, or the date: without its year when that is this one. */
export function describeDay(day: Day, today: Day): DescribedDay {
  if (day === today) return { kind: 'today' };
  if (day === addDays(today, -1)) return { kind: 'yesterday' };
  return { kind: 'day', text: day.slice(0, 4) === today.slice(0, 4) ? formatShortDay(day) : formatDay(day) };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
