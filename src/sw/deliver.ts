import { startSyncEngine } from '#core/sync/engine.ts';
import { chance, clock, hasher, ids, timers } from '#platform/ambient.ts';
import { takeSeat } from '#platform/leader.ts';
import { isMetered, watchNetwork } from '#platform/net/network.ts';
import { httpTransport } from '#platform/net/transport.ts';
import { openDevice } from '#platform/store/device.ts';
import { attend, isDone } from './attend.ts';

/** Browsers end a service worker's event after about five minutes. */
const LONGEST_MS = 4 * 60_000;

/**
 * Sees to it that what the active account has waiting is sent: commands, then files. Under the same lock as the
 * pages: a page that leads is woken and waited for, one that is closed, killed or frozen meanwhile is gone on from,
 * and one that opens is stepped down for. Answers whether anything may be left.
 */
export async function deliver(origin: string): Promise<'done' | 'left'> {
  const device = openDevice({ clock, hasher, ids, askToPersist: () => undefined });
  const recalled = await device.recall(null);
  // What the phone cannot read now may wait all the same.
  if (!recalled.ok) return 'left';
  if (!recalled.value) return 'done';
  const { store, database, alive } = recalled.value.open;

  return new Promise((resolve) => {
    const seat = takeSeat({
      database,
      from: 'worker',
      locks: (navigator as { readonly locks?: LockManager }).locks ?? null,
      // Who signs out gives up the lock and has said what becomes of the work.
      mayLead: async () => {
        const owed = await device.owesSignOut();
        return owed.ok && !owed.value && alive();
      },
      startEngine: (until) => {
        const transport = httpTransport({
          account: store.account,
          origin,
          fetch: fetch.bind(globalThis),
          uploads: 'fetch',
          until,
        });
        const engine = startSyncEngine({ store: store.sync, transport, clock, timers, chance });
        engine.choose({ type: 'network', metered: isMetered() });
        return engine;
      },
      onLeave: () => {
        cancel();
        stopWatching();
        store.close();
        resolve(isDone(seat.state()) ? 'done' : 'left');
      },
    });
    const cancel = timers.after(LONGEST_MS, seat.leave);
    const stopWatching = watchNetwork((metered) => seat.choose({ type: 'network', metered }));
    attend(seat);
  });
}
