import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SyncEngine } from '#core/sync/engine.ts';
import { INITIAL, type SyncState } from '#core/sync/state.ts';
import { takeSeat, type Seat, type SeatDeps } from './leader.ts';

let seats: Seat[] = [];
let database = 0;

afterEach(() => {
  for (const seat of seats) seat.leave();
  seats = [];
});

const STARTED: SyncState = { ...INITIAL, started: true };

/** An engine that does what it is told and remembers it. */
function fakeEngine(begin = true) {
  let state = begin ? STARTED : INITIAL;
  const watching = new Set<(state: SyncState) => void>();
  const told: string[] = [];
  const show = (next: SyncState): void => {
    state = next;
    for (const changed of watching) changed(next);
  };
  const engine: SyncEngine = {
    wake: (why) => told.push(`wake ${why}`),
    queued: (seq) => told.push(`queued ${seq}`),
    choose: ({ type }) => told.push(`choose ${type}`),
    state: () => state,
    trail: () => ({ from: state, events: [] }),
    watch: (changed) => {
      watching.add(changed);
      return () => watching.delete(changed);
    },
    stop: () => told.push('stop'),
  };
  return { engine, told, show };
}

/** Web Locks for one name: whoever asked first holds it until its work ends. */
function fakeLocks(): LockManager {
  let tail: Promise<unknown> = Promise.resolve();
  const request = (_: string, { signal }: LockOptions, work: () => Promise<void>): Promise<void> => {
    const held = tail.then(() => {
      if (signal?.aborted) throw new DOMException('left', 'AbortError');
      return work();
    });
    tail = held.catch(() => undefined);
    return held;
  };
  return { request, query: () => Promise.resolve({}) } as unknown as LockManager;
}

function tabs(locks: LockManager | null) {
  const name = `test-${++database}`;
  return (started: ReturnType<typeof fakeEngine>, more: Partial<SeatDeps> = {}): Seat => {
    const seat = takeSeat({ database: name, from: 'page', locks, startEngine: () => started.engine, ...more });
    seats.push(seat);
    return seat;
  };
}

describe('the leader of a device', () => {
  it('alone runs the engine; others send it what they queued and show what it says', async () => {
    const open = tabs(fakeLocks());
    const [first, second] = [fakeEngine(), fakeEngine()];
    open(first);
    await vi.waitFor(() => expect(first.engine.state().started).toBe(true));
    const follower = open(second);
    await vi.waitFor(() => expect(follower.state()).toEqual(STARTED));

    follower.queued(4, 100);
    follower.wake('button');
    follower.choose({ type: 'allowedOnce' });
    await vi.waitFor(() => expect(first.told).toEqual(['queued 4', 'wake button', 'choose allowedOnce']));
    expect(second.told).toEqual([]);

    const seen: number[] = [];
    follower.watch((state) => seen.push(state.failures));
    first.show({ ...STARTED, failures: 2 });
    await vi.waitFor(() => expect(seen).toEqual([2]));
  });

  it('is followed by the next tab when it goes', async () => {
    const open = tabs(fakeLocks());
    const [first, second] = [fakeEngine(), fakeEngine()];
    const leader = open(first);
    await Promise.resolve();
    const follower = open(second);
    leader.leave();
    await vi.waitFor(() => {
      follower.wake('button');
      expect(second.told).toContain('wake button');
    });
    expect(first.told).toContain('stop');
  });

  it('repeats what was queued while the engine was still reading the store', async () => {
    const open = tabs(null);
    const slow = fakeEngine(false);
    const seat = open(slow);
    seat.queued(1, 100);
    expect(slow.told).toEqual([]);
    slow.show(STARTED);
    expect(slow.told).toEqual(['queued 1']);
    slow.show(STARTED);
    expect(slow.told).toEqual(['queued 1']);
  });

  it('in a service worker steps down for a page that opens', async () => {
    const open = tabs(fakeLocks());
    const [worker, page] = [fakeEngine(), fakeEngine()];
    let left = false;
    open(worker, {
      from: 'worker',
      onLeave: () => {
        left = true;
      },
    });
    await Promise.resolve();
    const seat = open(page);
    await vi.waitFor(() => expect(left).toBe(true));
    await vi.waitFor(() => {
      seat.wake('visible');
      expect(page.told).toContain('wake visible');
    });
    expect(worker.told).toContain('stop');
  });

  it('in a service worker asks, once the lock is free, whether it may still lead', async () => {
    const open = tabs(fakeLocks());
    const [page, worker, next] = [fakeEngine(), fakeEngine(), fakeEngine()];
    const leader = open(page);
    let signedOut = false;
    const onLeave = vi.fn();
    const mayLead = () => Promise.resolve(!signedOut);
    open(worker, { from: 'worker', mayLead, onLeave });
    const second = open(next, { from: 'worker', mayLead: () => Promise.resolve(true) });
    signedOut = true;
    leader.leave();
    await vi.waitFor(() => expect(onLeave).toHaveBeenCalledOnce());
    expect(worker.told).toEqual([]);
    await vi.waitFor(() => expect(second.trail()).not.toBeNull());
  });
});
