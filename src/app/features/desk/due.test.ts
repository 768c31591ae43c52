import { expect, test } from 'vitest';
import { instantAt } from '#core/calendar/day.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { dueOf, isUrgent, promiseIfReceived } from './due.ts';

// 2026-11-20 is a Friday; Monday the 23rd is made a day off.
const calendar = { holidays: new Set(['2026-11-23']), workingSaturdays: new Set<string>() };
const TODAY = '2026-11-20';
const due = (status: Parameters<typeof dueOf>[0]['status'], promisedDay: string | null, ifNow: string | null = null) =>
  dueOf({ status, promisedDay }, ifNow, TODAY, calendar);

test('while the clock runs the promised day counts, in working days', () => {
  expect(due('processing', '2026-11-20')).toEqual({ kind: 'today' });
  expect(due('received', '2026-11-25')).toEqual({ kind: 'left', day: '2026-11-25', days: 2 });
  expect(due('processing', '2026-11-18')).toEqual({ kind: 'late', day: '2026-11-18', days: 2 });
  expect(due('processing', null)).toEqual({ kind: 'notCounted' });
});

test('a promise that ended on a day off is late even while no working day has passed', () => {
  const saturday = dueOf({ status: 'processing', promisedDay: '2026-11-20' }, null, '2026-11-21', calendar);
  expect(saturday).toEqual({ kind: 'late', day: '2026-11-20', days: 0 });
  expect(isUrgent(saturday)).toBe(true);
});

test('before acceptance the day that acceptance now would promise counts', () => {
  expect(due('registered', null, '2026-11-24')).toEqual({ kind: 'left', day: '2026-11-24', days: 1 });
  expect(due('registered', null, TODAY)).toEqual({ kind: 'today' });
  expect(due('registered', null)).toEqual({ kind: 'notCounted' });
});

test('the clock stands while the citizen is asked, and is over when the dossier is', () => {
  expect(due('paymentRequested', '2026-11-18')).toEqual({ kind: 'paused' });
  expect(due('supplementRequested', null)).toEqual({ kind: 'notCounted' });
  for (const status of ['finished', 'returned', 'withdrawn', 'stopped', 'notAccepted'] as const) {
    expect(due(status, '2026-11-18')).toEqual({ kind: 'none' });
  }
});

test('nothing is promised for a deadline nobody has verified', () => {
  const of = (deadline: Procedure['deadline']) => ({ deadline }) as Procedure;
  const morning = instantAt(TODAY, 9);
  expect(promiseIfReceived(of({ kind: 'unverified' }), morning, null, calendar)).toBeNull();
  expect(promiseIfReceived(null, morning, null, calendar)).toBeNull();
  expect(promiseIfReceived(of({ kind: 'sameDay', cutoffHour: 15 }), morning, null, calendar)).toBe(TODAY);
  expect(promiseIfReceived(of({ kind: 'sameDay', cutoffHour: 15 }), instantAt(TODAY, 15), null, calendar)).toBe(
    '2026-11-24',
  );
});
