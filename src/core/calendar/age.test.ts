import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOn, bornBy } from './age.ts';
import { addDays } from './day.ts';

const days = (from: string, to: string) =>
  fc
    .date({ min: new Date(`${from}T00:00:00Z`), max: new Date(`${to}T00:00:00Z`), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

describe('full years', () => {
  test.each([
    ['1951-11-25', '2026-11-24', 74],
    ['1951-11-25', '2026-11-25', 75],
    ['1951-11-25', '2026-11-26', 75],
    ['2026-11-25', '2026-11-25', 0],
    // Born on a leap day: the year ends on 28 February where there is no 29th.
    ['2008-02-29', '2026-02-27', 17],
    ['2008-02-29', '2026-02-28', 18],
    ['2008-02-29', '2028-02-28', 19],
    ['2008-02-29', '2028-02-29', 20],
    ['2008-03-01', '2026-02-28', 17],
  ])('born %s, on %s: %i', (birth, day, age) => {
    expect(ageOn(birth, day)).toBe(age);
  });

  test('the last day of birth is the last: a day later is a year short', () => {
    fc.assert(
      fc.property(days('2024-01-01', '2032-12-31'), fc.integer({ min: 0, max: 110 }), (today, age) => {
        const last = bornBy(age, today);
        expect(ageOn(last, today)).toBe(age);
        expect(ageOn(addDays(last, 1), today)).toBe(age - 1);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['2026-02-28', '2028-02-28', '2028-02-29', '2100-02-28'])('around a leap day: %s', (today) => {
    for (let age = 0; age <= 110; age += 1) {
      const last = bornBy(age, today);
      expect([ageOn(last, today), ageOn(addDays(last, 1), today)]).toEqual([age, age - 1]);
    }
  });
});
