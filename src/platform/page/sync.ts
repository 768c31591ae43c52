import { INITIAL, type SyncState, type WakeReason } from '#core/sync/machine.ts';
import type { Seat } from '#platform/leader.ts';
import type { Sync } from './platform.ts';
import type { Active } from './session.ts';

/** The session's sync as screens see it: one object, whichever account is active behind it. */
export function followedSync(
  join: (active: Active) => Promise<Seat>,
  afterQueued: () => void,
): Sync & { readonly follow: (active: Active | null) => void } {
  const watching = new Set<(state: SyncState) => void>();
  let seat: Seat | null = null;
  let state = INITIAL;
  /** Rises with every change of account: a seat that is ready late is given up. */
  let turn = 0;

  const show = (next: SyncState): void => {
    state = next;
    for (const changed of watching) changed(next);
  };

  const follow = async (active: Active | null): Promise<void> => {
    const mine = ++turn;
    seat?.leave();
    seat = null;
    show(INITIAL);
    if (!active) return;
    const joined = await join(active);
    if (mine !== turn) return joined.leave();
    seat = joined;
    joined.watch((next) => {
      if (mine === turn) show(next);
    });
    show(joined.state());
  };

  return {
    state: () => state,
    watch: (changed) => {
      watching.add(changed);
      return () => watching.delete(changed);
    },
    wake: (why: WakeReason) => seat?.wake(why),
    queued: (seq, bytes) => {
      seat?.queued(seq, bytes);
      afterQueued();
    },
    choose: (choice) => seat?.choose(choice),
    follow: (active) => void follow(active),
  };
}
