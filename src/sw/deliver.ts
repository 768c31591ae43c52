import { startSyncEngine } from '#core/sync/engine.ts';
import type { SyncState } from '#core/sync/machine.ts';
import { heldByBudget } from '#core/sync/upload-lane.ts';
import { chance, clock, hasher, ids, timers } from '#platform/ambient.ts';
import { takeSeat } from '#platform/leader.ts';
import { isMetered, watchNetwork } from '#platform/net/network.ts';
import { httpTransport } from '#platform/net/transport.ts';
import { openDevice } from '#platform/store/device.ts';

/** Browsers end a service worker's event after about five minutes. */
const LONGEST_MS = 4 * 60_000;
/** The browser calls again when there is network; more tries of our own would only keep the phone awake. */
const TRIES = 3;

/** What came of it. `left`: there is more to send than could be sent now. */
export type Delivered = 'nothing' | 'done' | 'left';

/**
 * Sends what the active account has waiting while no page is open: commands, then files. Runs under the same
 * lock as the pages, and steps down as soon as one opens.
 */
export async function deliver(origin: string): Promise<Delivered> {
  const device = openDevice({ clock, hasher, ids, askToPersist: () => undefined });
  const recalled = await device.recall(null);
  const owed = await device.owesSignOut();
  // A sign-out that has not reached the server goes first, and needs no worker.
  if (!recalled.ok || !recalled.value || (owed.ok && owed.value)) return 'nothing';
  const { store, database } = recalled.value.open;

  return new Promise((resolve) => {
    const seat = takeSeat({
      database,
      from: 'worker',
      locks: (navigator as { readonly locks?: LockManager }).locks ?? null,
      startEngine: (until) => {
        const transport = httpTransport({ origin, fetch: fetch.bind(globalThis), uploads: 'fetch', until });
        const engine = startSyncEngine({ store: store.sync, transport, clock, timers, chance });
        engine.choose({ type: 'network', metered: isMetered() });
        return engine;
      },
      onLeave: () => {
        cancel();
        stopWatching();
        store.close();
        resolve(idle(seat.state()) ? 'done' : 'left');
      },
    });
    const cancel = timers.after(LONGEST_MS, seat.leave);
    const stopWatching = watchNetwork((metered) => seat.choose({ type: 'network', metered }));
    seat.watch((state) => {
      if (state.started && (idle(state) || state.blocked !== null || state.failures >= TRIES)) seat.leave();
    });
  });
}

/** Nothing is under way and nothing waits. */
function idle(state: SyncState): boolean {
  return (
    state.started &&
    state.lastFailure === null &&
    state.exchange === 'idle' &&
    state.unsent.length === 0 &&
    // Photos that wait for Wi-Fi are no reason to call the worker again.
    (state.uploads.length === 0 || heldByBudget(state)) &&
    state.uploading.length === 0
  );
}
