import type { SyncEngine } from '#core/sync/engine.ts';
import { INITIAL, type SendingChoice, type SyncState, type WakeReason } from '#core/sync/state.ts';
import type { Trail } from '#core/sync/trail.ts';

/**
 * One leader per device and account runs the engine; it is whoever holds the lock. The others send it what
 * they have queued and show the state it tells. A lock is freed within 0.1 s of a crash, and the next takes over.
 */
export type Seat = {
  readonly state: () => SyncState;
  /** What has led the engine to its state; null where another tab runs it. */
  readonly trail: () => Trail | null;
  readonly watch: (changed: (state: SyncState) => void) => () => void;
  readonly wake: (why: WakeReason) => void;
  readonly queued: (seq: number, bytes: number) => void;
  readonly choose: (choice: SendingChoice) => void;
  /** Gives up the seat: the engine stops and the lock goes to the next. */
  readonly leave: () => void;
};

type Said =
  /** Numbered, as tabs of two releases may be open at once: a state of another shape is not shown, rather than misread. */
  | { readonly type: 'state/2'; readonly state: SyncState }
  | { readonly type: 'wake'; readonly why: WakeReason }
  | { readonly type: 'queued'; readonly seq: number; readonly bytes: number }
  | { readonly type: 'choose'; readonly choice: SendingChoice }
  /** Somebody new asks the leader how things stand. A page's greeting makes a service worker step down. */
  | { readonly type: 'greeting'; readonly from: 'page' | 'worker' };

export type SeatDeps = {
  readonly database: string;
  readonly from: 'page' | 'worker';
  /** Absent in browsers without Web Locks: then everybody leads, and the server sorts out what comes twice. */
  readonly locks: LockManager | null;
  /** Asked by whoever has waited for the lock, which may have become free for a reason: with false the seat is left. */
  readonly mayLead?: () => Promise<boolean>;
  /** `until` ends with the seat: whoever takes the next one must not meet this one's requests at the server. */
  readonly startEngine: (until: AbortSignal) => SyncEngine;
  /** The seat was given up, by its holder or to a page that opened. */
  readonly onLeave?: () => void;
};

export function takeSeat({ database, from, locks, mayLead, startEngine, onLeave }: SeatDeps): Seat {
  const name = `banso-sync-${database}`;
  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  const watching = new Set<(state: SyncState) => void>();
  let engine: SyncEngine | null = null;
  let state = INITIAL;
  /** Queued before the engine had read the store: told to it again once it has, lest it started from an older reading. */
  let early: { readonly seq: number; readonly bytes: number }[] = [];

  const say = (said: Said): void => {
    if (!leaving.signal.aborted) channel.postMessage(said);
  };
  const show = (next: SyncState): void => {
    state = next;
    for (const changed of watching) changed(next);
  };

  const queue = (seq: number, bytes: number): void => {
    if (!engine) return;
    if (engine.state().started) engine.queued(seq, bytes);
    else early.push({ seq, bytes });
  };

  const lead = async (): Promise<void> => {
    if (mayLead && !(await mayLead())) leaving.abort();
    if (!leaving.signal.aborted) await untilLeft();
  };

  const untilLeft = (): Promise<void> =>
    new Promise((stepDown) => {
      const running = startEngine(leaving.signal);
      engine = running;
      running.watch((next) => {
        show(next);
        say({ type: 'state/2', state: next });
        if (next.started && early.length > 0) {
          const waited = early;
          early = [];
          for (const { seq, bytes } of waited) running.queued(seq, bytes);
        }
      });
      leaving.signal.addEventListener('abort', () => {
        running.stop();
        engine = null;
        stepDown();
      });
    });

  channel.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    switch (data.type) {
      case 'state/2':
        if (!engine) show(data.state);
        return;
      case 'wake':
        return engine?.wake(data.why);
      case 'queued':
        return queue(data.seq, data.bytes);
      case 'choose':
        return engine?.choose(data.choice);
      case 'greeting':
        if (engine) say({ type: 'state/2', state: engine.state() });
        if (from === 'worker' && data.from === 'page') leaving.abort();
    }
  });

  if (locks) {
    locks.request(name, { signal: leaving.signal }, lead).catch((error: unknown) => {
      if (!leaving.signal.aborted) throw error;
    });
  } else void lead();
  say({ type: 'greeting', from });

  leaving.signal.addEventListener('abort', () => {
    channel.close();
    onLeave?.();
  });

  return {
    state: () => state,
    trail: () => engine?.trail() ?? null,
    watch: (changed) => {
      watching.add(changed);
      return () => watching.delete(changed);
    },
    wake: (why) => {
      if (engine) engine.wake(why);
      else say({ type: 'wake', why });
    },
    queued: (seq, bytes) => {
      if (engine) queue(seq, bytes);
      else say({ type: 'queued', seq, bytes });
    },
    choose: (choice) => {
      if (engine) engine.choose(choice);
      else say({ type: 'choose', choice });
    },
    leave: () => leaving.abort(),
  };
}
