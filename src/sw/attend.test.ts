import { expect, test, vi } from 'vitest';
import { INITIAL, type SyncState } from '#core/sync/state.ts';
import type { TransportFailure } from '#core/ports.ts';
import { attend } from './attend.ts';

const UNREACHABLE: TransportFailure = { code: 'unreachable' };
const WAITING: SyncState = { ...INITIAL, started: true, unsent: [{ seq: 1, bytes: 100 }] };
const ASKING: SyncState = { ...WAITING, exchange: 'asking' };
const failed = (failures: number): SyncState => ({ ...WAITING, failures, lastFailure: UNREACHABLE, resting: true });

function attended() {
  let tell: (state: SyncState) => void = () => undefined;
  const seat = {
    watch: (changed: typeof tell) => {
      tell = changed;
      return () => undefined;
    },
    wake: vi.fn(),
    leave: vi.fn(),
  };
  attend(seat);
  return { ...seat, tell: (...states: SyncState[]) => states.forEach((state) => tell(state)) };
}

test('three tries of its own that fail are enough', () => {
  const seat = attended();
  seat.tell(INITIAL, ASKING, failed(1), { ...ASKING, failures: 1 }, failed(2), { ...ASKING, failures: 2 });
  expect(seat.leave).not.toHaveBeenCalled();
  seat.tell(failed(3));
  expect(seat.leave).toHaveBeenCalledOnce();
  expect(seat.wake).not.toHaveBeenCalled();
});

test('what a page has failed at, in its last moment too, is no reason to leave', () => {
  const seat = attended();
  seat.tell({ ...failed(7), exchange: 'asking', resting: false }, failed(8));
  expect(seat.leave).not.toHaveBeenCalled();
  // The page is gone, the lock is free, and its own engine has begun.
  seat.tell(ASKING, { ...WAITING, unsent: [] });
  expect(seat.leave).toHaveBeenCalledOnce();
});

test('a page that rests is woken once, and waited for', () => {
  const seat = attended();
  seat.tell(failed(5), ASKING, failed(6));
  expect(seat.wake.mock.calls).toEqual([['background']]);
  expect(seat.leave).not.toHaveBeenCalled();
  seat.tell({ ...WAITING, unsent: [] });
  expect(seat.leave).toHaveBeenCalledOnce();
});

test('it leaves a page alone that has nothing to send, or is at work', () => {
  const seat = attended();
  seat.tell({ ...WAITING, unsent: [], resting: true });
  expect(seat.leave).toHaveBeenCalledOnce();
  expect(seat.wake).not.toHaveBeenCalled();
  const other = attended();
  other.tell(ASKING);
  expect(other.wake).not.toHaveBeenCalled();
  expect(other.leave).not.toHaveBeenCalled();
});

test('it does not wait where only a person can help', () => {
  const seat = attended();
  seat.tell(ASKING, { ...WAITING, blocked: 'signedOut' });
  expect(seat.leave).toHaveBeenCalledOnce();
});
