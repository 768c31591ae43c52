import type { SyncState } from '#core/sync/state.ts';
import { hasToSend } from '#core/sync/upload-lane.ts';
import type { Seat } from '#platform/leader.ts';

/** The browser calls again when there is network; more tries would only keep the phone awake. */
const TRIES = 3;

/**
 * Watches a worker's seat, whoever leads, and leaves it once nothing waits, nothing can go or three tries have failed.
 * Another leader that rests after a failure is woken. Failures from before do not count: a page that is being closed
 * still tells of its own, and the lock is about to be free.
 */
export function attend(seat: Pick<Seat, 'watch' | 'wake' | 'leave'>): void {
  let before: number | null = null;
  let failed = 0;
  seat.watch((state) => {
    if (!state.started) return;
    if (before !== null && state.failures > before) failed += 1;
    const first = before === null;
    before = state.failures;
    if (isDone(state) || state.blocked !== null || failed >= TRIES) seat.leave();
    else if (first && state.resting) seat.wake('background');
  });
}

/** Nothing is under way, and nothing waits that may go. */
export function isDone(state: SyncState): boolean {
  const { started, lastFailure, exchange, uploading } = state;
  return started && lastFailure === null && exchange === 'idle' && uploading.length === 0 && !hasToSend(state);
}
