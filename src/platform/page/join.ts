import { startSyncEngine } from '#core/sync/engine.ts';
import { chance, clock, timers } from '#platform/ambient.ts';
import { takeSeat, type Seat } from '#platform/leader.ts';
import { httpTransport } from '#platform/net/transport.ts';
import type { Active } from './session.ts';

/** Joins the device's tabs for an account: leads its sync, or follows the tab that does. */
export function joinSync({ store, database }: Active): Seat {
  const transport = httpTransport({ origin: location.origin, fetch: fetch.bind(globalThis), uploads: 'xhr' });
  return takeSeat({
    database,
    from: 'page',
    locks: (navigator as { readonly locks?: LockManager }).locks ?? null,
    startEngine: () => startSyncEngine({ store: store.sync, transport, clock, timers, chance }),
  });
}
