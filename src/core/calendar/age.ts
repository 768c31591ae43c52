import type { Day } from './day.ts';

/**
 * Full years ("đủ tuổi") on a day. A year ends on the day of the same number; born on 29 February, it ends on the
 * 28th where there is no 29th (Bộ luật Dân sự 2015, Điều 148).
 */
export function ageOn(birth: Day, day: Day): number {
  const [year, born] = [yearOf(day), yearOf(birth)];
  return year - born - (day < inYear(birth, year) ? 1 : 0);
}

/** The last day on which somebody who has so many full years on `day` may have been born. */
export function bornBy(age: number, day: Day): Day {
  const year = yearOf(day) - age;
  // On 28 February of a common year, who was born on the 29th has a birthday too.
  const leapling = `${inFour(year)}-02-29`;
  return day.slice(5) === '02-28' && isLeap(year) && !isLeap(yearOf(day)) ? leapling : inYear(day, year);
}

/** The same day in another year; the last of February where it has no 29th. */
function inYear(day: Day, year: number): Day {
  const monthDay = day.slice(5);
  return `${inFour(year)}-${monthDay === '02-29' && !isLeap(year) ? '02-28' : monthDay}`;
}

function yearOf(day: Day): number {
  return Number(day.slice(0, 4));
}

function inFour(year: number): string {
  return String(year).padStart(4, '0');
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
