/** A date as a person types it, a box each; any of them may be empty or unfinished. */
export type DateParts = { day: string; month: string; year: string };

export const emptyDate: DateParts = { day: '', month: '', year: '' };

/** The day as 'YYYY-MM-DD', or null while the boxes do not hold a day that exists (31 February does not). */
export function isoFromDateParts({ day, month, year }: DateParts): string | null {
  if (![day, month, year].every((part) => /^\d+$/.test(part.trim())) || year.trim().length !== 4) return null;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  if (m < 1 || m > 12 || d < 1 || d > daysInMonth(y, m)) return null;
  return `${year.trim()}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
}

/** The boxes for a stored day; empty when it is not 'YYYY-MM-DD'. */
export function datePartsFromIso(iso: string): DateParts {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  return match ? { year: match[1] ?? '', month: match[2] ?? '', day: match[3] ?? '' } : emptyDate;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
