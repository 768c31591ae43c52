import { expect, test, vi } from 'vitest';
import { INITIAL, type SyncState } from '#core/sync/state.ts';
import { keepInStep } from './in-step.ts';
import type { Session, SessionState, Sync } from './platform.ts';

const STARTED: SyncState = { ...INITIAL, started: true, lastContactAt: 1_000 };
const FAILED: SyncState = { ...STARTED, lastFailure: { code: 'unreachable' } };

function inStep(server: SessionState['server']) {
  let [state, known] = [INITIAL, { settled: true, me: null, server } as SessionState];
  let [tell, say]: [(next: SyncState) => void, (next: SessionState) => void] = [() => undefined, () => undefined];
  const refresh = vi.fn();
  const wake = vi.fn();
  const watchSync = (changed: typeof tell) => (tell = changed);
  const watchSession = (changed: typeof say) => (say = changed);
  keepInStep(
    { state: () => known, watch: watchSession, refresh } as unknown as Session,
    { state: () => state, watch: watchSync, wake } as unknown as Sync,
  );
  return {
    refresh,
    wake,
    sync: (...states: readonly SyncState[]) => {
      for (const next of states) tell((state = next));
    },
    session: (next: SessionState['server']) => say((known = { ...known, server: next })),
  };
}

test('a server that answers the engine is asked who is signed in, once in a stretch of contact', () => {
  const { sync, session, refresh } = inStep('unknown');
  sync(STARTED, FAILED);
  expect(refresh).not.toHaveBeenCalled();
  sync({ ...STARTED, lastContactAt: 2_000 }, { ...STARTED, lastContactAt: 2_100 });
  expect(refresh).toHaveBeenCalledOnce();
  sync({ ...FAILED, lastContactAt: 2_100 }, { ...STARTED, lastContactAt: 3_000 });
  expect(refresh).toHaveBeenCalledTimes(2);
  session('in');
  sync({ ...FAILED, lastContactAt: 3_000 }, { ...STARTED, lastContactAt: 4_000 });
  expect(refresh).toHaveBeenCalledTimes(2);
});

test('what turns the engine away asks who is signed in, and who is wakes it', () => {
  const { sync, session, refresh, wake } = inStep('in');
  sync(STARTED, { ...STARTED, blocked: 'signedOut' }, { ...STARTED, blocked: 'signedOut' });
  expect(refresh).toHaveBeenCalledOnce();
  session('out');
  session('in');
  session('in');
  expect(wake.mock.calls).toEqual([['signedIn']]);
});
