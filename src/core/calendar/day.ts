import * as z from 'zod/mini';

/** A calendar day in Vietnam, ISO 8601 "YYYY-MM-DD". Viet Nam has one zone, UTC+7, and no daylight saving. */
export const Day = z.iso.date();
export type Day = z.infer<typeof Day>;

const VIETNAM_OFFSET_MS = 7 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The Vietnamese calendar day of an instant (milliseconds since the epoch). */
export function dayOf(instant: number): Day {
  return new Date(instant + VIETNAM_OFFSET_MS).toISOString().slice(0, 10);
}

/** The hour of the day in Vietnam, 0–23, of an instant. */
export function hourOf(instant: number): number {
  return new Date(instant + VIETNAM_OFFSET_MS).getUTCHours();
}

/** The instant at which a day begins in Vietnam plus so many hours. */
export function instantAt(day: Day, hour: number): number {
  return Date.parse(`${day}T00:00:00Z`) - VIETNAM_OFFSET_MS + hour * 60 * 60 * 1000;
}

/** The day so many days later (or earlier, when negative). */
export function addDays(day: Day, count: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Sunday, 6 is Saturday. */
export function weekday(day: Day): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** True for a day that exists: "2026-02-30" does not. */
export function isRealDay(day: string): day is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
  const parsed = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 10) === day;
}
