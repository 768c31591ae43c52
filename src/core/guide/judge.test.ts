import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOn } from '#core/calendar/age.ts';
import { addDays } from '#core/calendar/day.ts';
import type { Span, Test } from './guide.ts';
import { daysOf, inForce, judge, type Fact } from './judge.ts';

const TODAY = '2026-11-25';
const born = (day: string): Map<string, Fact> => new Map([['born', { value: 'x', days: { from: day, to: day } }]]);

describe('what a span means today', () => {
  test.each<[Span, string | null, string]>([
    [{ age: { atLeast: 75 } }, null, '1951-11-25'],
    [{ age: { atLeast: 70, below: 75 } }, '1951-11-26', '1956-11-25'],
    [{ age: { below: 6 } }, '2020-11-26', TODAY],
    [{ days: { atMost: 60 } }, '2026-09-26', TODAY],
    [{ days: { moreThan: 60 } }, null, '2026-09-25'],
    [{ day: { before: '2014-07-01' } }, null, '2014-06-30'],
    [{ day: { from: '2014-07-01' } }, '2014-07-01', TODAY],
  ])('%j', (span, from, to) => {
    expect(daysOf(span, TODAY)).toEqual({ from, to });
  });

  test('ages that follow each other leave no day out and share none', () => {
    const day = fc.integer({ min: 0, max: 4000 }).map((count) => addDays('2024-01-01', count));
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 40 }), (today, low, more) => {
        const [young, middle, old] = [
          daysOf({ age: { below: low } }, today),
          daysOf({ age: { atLeast: low, below: low + more } }, today),
          daysOf({ age: { atLeast: low + more } }, today),
        ];
        expect(young.to).toBe(today);
        expect(middle.to).toBe(addDays(young.from ?? '', -1));
        expect(old.to).toBe(addDays(middle.from ?? '', -1));
        expect(old.from).toBeNull();
      }),
    );
  });
});

describe('boundary days', () => {
  test.each([
    ['1951-11-25', true],
    ['1951-11-26', false],
  ])('75 full years for who was born %s: %s', (day, verdict) => {
    expect(judge({ age: 'born', atLeast: 75 }, born(day), TODAY)).toBe(verdict);
  });

  test.each([
    ['2026-09-26', true],
    ['2026-09-25', false],
  ])('within 60 days of %s: %s', (day, verdict) => {
    expect(judge({ days: 'born', atMost: 60 }, born(day), TODAY)).toBe(verdict);
  });

  test.each([
    ['2014-06-30', true],
    ['2014-07-01', false],
  ])('before 1 July 2014, %s: %s', (day, verdict) => {
    expect(judge({ day: 'born', before: '2014-07-01' }, born(day), TODAY)).toBe(verdict);
  });

  test('a span that reaches over the boundary decides nothing', () => {
    const facts = new Map([['born', { value: 'x', days: daysOf({ age: { atLeast: 70 } }, TODAY) }]]);
    expect(judge({ age: 'born', atLeast: 75 }, facts, TODAY)).toBeNull();
    expect(judge({ age: 'born', atLeast: 70 }, facts, TODAY)).toBe(true);
    expect(judge({ age: 'born', atLeast: 60 }, facts, TODAY)).toBe(true);
  });

  test('a law holds on its first day and its last', () => {
    const law = {
      id: 'law',
      kind: 'case' as const,
      says: { vi: 'x', en: 'x' },
      holds: { field: 'a', is: 'b' },
      sources: [{ act: '1/2026/QH16' }],
      validFrom: '2026-01-01',
      validTo: '2027-02-28',
      confidence: 'high' as const,
    };
    const days = ['2025-12-31', '2026-01-01', '2027-02-28', '2027-03-01'];
    expect(days.map((day) => inForce(law, day))).toEqual([false, true, true, false]);
  });
});

describe('verdicts', () => {
  const { tests } = fc.letrec<{ tests: Test }>((tie) => ({
    tests: fc.oneof(
      { maxDepth: 3 },
      fc.record({ field: fc.constantFrom('a', 'b'), is: fc.constantFrom('x', 'y') }),
      fc.record({ field: fc.constantFrom('a', 'b'), in: fc.subarray(['x', 'y', 'z'], { minLength: 1 }) }),
      fc.record({ age: fc.constant('born'), atLeast: fc.integer({ min: 0, max: 90 }) }),
      fc.record({ days: fc.constant('born'), atMost: fc.integer({ min: 0, max: 30_000 }) }),
      fc.record({ all: fc.array(tie('tests'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('tests'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('tests') }),
    ),
  }));
  const facts = fc.record({
    a: fc.constantFrom('x', 'y', 'z'),
    b: fc.constantFrom('x', 'y', 'z'),
    born: fc.integer({ min: 0, max: 36_000 }).map((count) => addDays(TODAY, -count)),
    /** Years by which what is known of the birth is rounded. */
    rough: fc.integer({ min: 1, max: 20 }),
  });

  test('what is once decided stays so, whatever is learnt besides', () => {
    fc.assert(
      fc.property(tests, facts, (rule, { a, b, born: day, rough }) => {
        const low = Math.floor(ageOn(day, TODAY) / rough) * rough;
        const vague: Fact = { value: 'x', days: daysOf({ age: { atLeast: low, below: low + rough } }, TODAY) };
        const exact: Fact = { value: 'x', days: { from: day, to: day } };
        const known: [string, Fact][] = [
          ['a', { value: a }],
          ['b', { value: b }],
        ];
        const whole = judge(rule, new Map([...known, ['born', exact]]), TODAY);
        expect(whole).not.toBeNull();
        for (const less of [[], known.slice(0, 1), known, [...known, ['born', vague] as [string, Fact]]]) {
          const verdict = judge(rule, new Map(less), TODAY);
          if (verdict !== null) expect(verdict).toBe(whole);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
