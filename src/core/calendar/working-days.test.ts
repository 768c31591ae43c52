import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from './day.ts';
import {
  addWorkingDays,
  calendarOf,
  HolidayData,
  isWorkingDay,
  workingDayFrom,
  workingDaysBetween,
} from './working-days.ts';

const calendar = calendarOf(
  HolidayData.parse({
    holidays: [
      { day: '2026-08-31', name: 'Hoán đổi' },
      { day: '2026-09-01', name: 'Quốc khánh' },
      { day: '2026-09-02', name: 'Quốc khánh' },
      { day: '2026-11-24', name: 'Ngày Văn hóa Việt Nam' },
    ],
    workingSaturdays: [{ day: '2026-08-22', confidence: 'medium' }],
  }),
);

const anyDay = fc.integer({ min: 0, max: 700 }).map((n) => addDays('2026-01-01', n));
const few = fc.integer({ min: 0, max: 60 });

describe('a working day', () => {
  test.each([
    ['2026-11-23', true],
    ['2026-11-24', false],
    ['2026-11-28', false],
    ['2026-11-29', false],
    ['2026-08-22', true],
    ['2026-08-31', false],
  ])('%s: %s', (day, expected) => {
    expect(isWorkingDay(day, calendar)).toBe(expected);
  });

  test('a Saturday listed as worked and as off is off', () => {
    const both = { holidays: new Set(['2026-08-22']), workingSaturdays: new Set(['2026-08-22']) };
    expect(isWorkingDay('2026-08-22', both)).toBe(false);
  });
});

describe('counting', () => {
  test('over a weekend, a holiday and a swapped Saturday', () => {
    expect(addWorkingDays('2026-11-20', 2, calendar)).toBe('2026-11-25');
    expect(addWorkingDays('2026-08-21', 1, calendar)).toBe('2026-08-22');
    expect(addWorkingDays('2026-08-28', 1, calendar)).toBe('2026-09-03');
    expect(addWorkingDays('2026-11-21', 0, calendar)).toBe('2026-11-21');
  });

  test('what is left, and how late', () => {
    expect(workingDaysBetween('2026-11-21', '2026-11-25', calendar)).toBe(2);
    expect(workingDaysBetween('2026-11-25', '2026-11-21', calendar)).toBe(-2);
    expect(workingDaysBetween('2026-11-25', '2026-11-25', calendar)).toBe(0);
  });

  test('a count that is not whole is a bug', () => {
    expect(() => addWorkingDays('2026-11-21', 1.5, calendar)).toThrow();
    expect(() => addWorkingDays('2026-11-21', -1, calendar)).toThrow();
  });

  test('adding and counting undo each other', () => {
    fc.assert(
      fc.property(anyDay, few, (day, n) => {
        const end = addWorkingDays(day, n, calendar);
        expect(workingDaysBetween(day, end, calendar)).toBe(n);
        if (n > 0) expect(isWorkingDay(end, calendar)).toBe(true);
      }),
    );
  });

  test('days add up', () => {
    fc.assert(
      fc.property(anyDay, few, few, (day, a, b) => {
        const inTwoSteps = addWorkingDays(addWorkingDays(day, a, calendar), b, calendar);
        expect(inTwoSteps).toBe(addWorkingDays(day, a + b, calendar));
      }),
    );
  });

  test('the working day from a day is that day or the first after it', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const found = workingDayFrom(day, calendar);
        expect(isWorkingDay(found, calendar)).toBe(true);
        expect(workingDaysBetween(addDays(day, -1), found, calendar)).toBe(1);
      }),
    );
  });
});
