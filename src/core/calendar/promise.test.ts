import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Deadline } from '#core/procedure/procedure.ts';
import { addDays, instantAt } from './day.ts';
import { promisedDay, resumedPromise } from './promise.ts';
import { addWorkingDays, calendarOf, isWorkingDay, workingDaysBetween } from './working-days.ts';

const calendar = calendarOf({
  holidays: [{ day: '2026-11-24' }, { day: '2027-01-01' }],
  workingSaturdays: [],
});
const lowland = { mountain: false };
const highland = { mountain: true };
const promise = (deadline: Deadline, at: number, where = lowland) => promisedDay(deadline, at, where, calendar)?.day;

const anyDay = fc.integer({ min: 0, max: 60 }).map((n) => addDays('2026-11-01', n));

describe('the same day', () => {
  const sameDay: Deadline = { kind: 'sameDay', cutoffHour: 15 };

  test.each([
    ['just before the hour', instantAt('2026-11-20', 15) - 1, '2026-11-20'],
    ['at the hour', instantAt('2026-11-20', 15), '2026-11-23'],
    ['before a holiday, late', instantAt('2026-11-23', 16), '2026-11-25'],
    ['online on a Sunday evening', instantAt('2026-11-22', 20), '2026-11-23'],
    ['online on a holiday', instantAt('2026-11-24', 9), '2026-11-25'],
    ['just after midnight in Vietnam', instantAt('2026-11-20', 0), '2026-11-20'],
  ])('%s', (_, at, expected) => {
    expect(promise(sameDay, at)).toBe(expected);
  });
});

describe('working days', () => {
  const three: Deadline = { kind: 'workingDays', days: 3 };

  test('are counted from the day after acceptance, whatever the hour', () => {
    expect(promise(three, instantAt('2026-11-19', 8))).toBe('2026-11-25');
    expect(promise(three, instantAt('2026-11-19', 23))).toBe('2026-11-25');
  });

  test('on a day off begin as if accepted on the next working day', () => {
    expect(promise(three, instantAt('2026-11-21', 9))).toBe(promise(three, instantAt('2026-11-23', 9)));
  });

  test('in the mountains get plain days on top, and end on a working day', () => {
    const land: Deadline = { kind: 'workingDays', days: 3, mountainExtraDays: 10 };
    expect(promise(land, instantAt('2026-11-19', 8), highland)).toBe('2026-12-07');
    expect(promise(land, instantAt('2026-11-19', 8), lowland)).toBe('2026-11-25');
    expect(promise(three, instantAt('2026-11-19', 8), highland)).toBe('2026-11-25');
  });

  test('always end on a working day after acceptance, and no later for an earlier hour', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(23), fc.integer({ min: 1, max: 30 }), fc.boolean(), (day, hour, days, mountain) => {
        const deadline: Deadline = { kind: 'workingDays', days, mountainExtraDays: 10 };
        const end = promise(deadline, instantAt(day, hour), { mountain })!;
        expect(isWorkingDay(end, calendar)).toBe(true);
        expect(workingDaysBetween(day, end, calendar)).toBeGreaterThanOrEqual(days);
        expect(promise(deadline, instantAt(day, 0), { mountain })! <= end).toBe(true);
      }),
    );
  });
});

test('an unverified deadline promises nothing', () => {
  expect(promisedDay({ kind: 'unverified' }, instantAt('2026-11-20', 9), lowland, calendar)).toBeNull();
});

describe('after a pause', () => {
  test('the working days of the pause are given back', () => {
    expect(resumedPromise('2026-11-25', '2026-11-20', '2026-11-23', calendar)).toBe('2026-11-26');
    expect(resumedPromise('2026-11-25', '2026-11-20', '2026-11-25', calendar)).toBe('2026-11-27');
  });

  test('a pause within one day, or over days off, changes nothing', () => {
    expect(resumedPromise('2026-11-25', '2026-11-20', '2026-11-20', calendar)).toBe('2026-11-25');
    expect(resumedPromise('2026-11-25', '2026-11-20', '2026-11-22', calendar)).toBe('2026-11-25');
  });

  test('the office has as many working days left as when the clock stopped', () => {
    fc.assert(
      fc.property(anyDay, fc.nat(20), fc.nat(20), (pausedFrom, left, pause) => {
        const promised = addWorkingDays(pausedFrom, left, calendar);
        const resumedOn = addDays(pausedFrom, pause);
        const again = resumedPromise(promised, pausedFrom, resumedOn, calendar);
        expect(workingDaysBetween(resumedOn, again, calendar)).toBe(left);
      }),
    );
  });
});
