import { expect, test } from 'vitest';
import { STATUSES } from '#core/dossier/dossier.ts';
import { hasEnded } from '#core/dossier/lifecycle.ts';
import { promiseOf } from './promise.ts';

test('a day is promised while there is somebody to keep it', () => {
  for (const status of STATUSES) {
    const day = '2026-11-28';
    const running = promiseOf({ status, promisedDay: day, pausedSince: null });
    expect(running, status).toEqual(hasEnded(status) ? null : { day, isPaused: false });
    expect(promiseOf({ status, promisedDay: null, pausedSince: null })).toBeNull();
  }
});

test('while the clock stands the day does not hold', () => {
  const promise = promiseOf({ status: 'paymentRequested', promisedDay: '2026-11-28', pausedSince: '2026-11-20' });
  expect(promise).toEqual({ day: '2026-11-28', isPaused: true });
});
