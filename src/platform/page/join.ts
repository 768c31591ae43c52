import { startSyncEngine } from '#core/sync/engine.ts';
import { chance, clock, timers } from '#platform/ambient.ts';
import { takeSeat, type Seat } from '#platform/leader.ts';
import { isMetered, watchNetwork } from '#platform/net/network.ts';
import { httpTransport } from '#platform/net/transport.ts';
import type { Active } from './session.ts';

/** Joins the device's tabs for an account: leads its sync, or follows the tab that does. */
export function joinSync({ store, database }: Active): Seat {
  const seat = takeSeat({
    database,
    from: 'page',
    locks: (navigator as { readonly locks?: LockManager }).locks ?? null,
    startEngine: (until) => {
      const transport = httpTransport({
        account: store.account,
        origin: location.origin,
        fetch: fetch.bind(globalThis),
        uploads: 'xhr',
        until,
      });
      const engine = startSyncEngine({ store: store.sync, transport, clock, timers, chance });
      engine.choose({ type: 'network', metered: isMetered() });
      return engine;
    },
    onLeave: () => stopWatching(),
  });
  const stopWatching = watchNetwork((metered) => seat.choose({ type: 'network', metered }));
  return seat;
}
