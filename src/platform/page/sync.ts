import { INITIAL, type SyncState, type WakeReason } from '#core/sync/state.ts';
import type { Seat } from '#platform/leader.ts';
import type { Sync } from './platform.ts';
import type { Active } from './session.ts';

type FollowedSync = Sync & {
  readonly follow: (active: Active | null) => void;
  /** Gives the seat to whoever waits for it, until the next wake. */
  readonly standAside: () => void;
};

/** The session's sync as screens see it: one object, whichever account is active behind it. */
export function followedSync(join: (active: Active) => Promise<Seat>, afterQueued: () => void): FollowedSync {
  const watching = new Set<(state: SyncState) => void>();
  let account: Active | null = null;
  let seat: Seat | null = null;
  let joining = false;
  /** The last wake nobody was there to hear. */
  let missed: WakeReason | null = null;
  let state = INITIAL;
  /** Rises with every seat that is given up: one that is ready late is given up as well. */
  let turn = 0;

  const show = (next: SyncState): void => {
    state = next;
    for (const changed of watching) changed(next);
  };

  const sit = async (active: Active): Promise<void> => {
    const mine = turn;
    joining = true;
    // Its program may not have come through; the next wake tries again.
    const joined = await join(active).catch(() => null);
    if (mine !== turn) {
      joined?.leave();
      return;
    }
    joining = false;
    if (!joined) return;
    seat = joined;
    joined.watch((next) => {
      if (mine === turn) show(next);
    });
    show(joined.state());
    if (missed) joined.wake(missed);
    missed = null;
  };

  const standAside = (): void => {
    turn += 1;
    seat?.leave();
    seat = null;
    joining = false;
  };

  return {
    state: () => state,
    trail: () => seat?.trail() ?? null,
    watch: (changed) => {
      watching.add(changed);
      return () => watching.delete(changed);
    },
    wake: (why) => {
      if (seat) {
        seat.wake(why);
        return;
      }
      missed = why;
      // A page that is kept for the way back hides after it has stood aside.
      if (account && !joining && why !== 'hidden') void sit(account);
    },
    queued: (seq, bytes) => {
      seat?.queued(seq, bytes);
      afterQueued();
    },
    choose: (choice) => seat?.choose(choice),
    standAside,
    follow: (active) => {
      standAside();
      account = active;
      show(INITIAL);
      if (active) void sit(active);
      else missed = null;
    },
  };
}
