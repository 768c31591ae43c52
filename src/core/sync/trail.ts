import type { SyncResponse } from './messages.ts';
import { step } from './machine.ts';
import { INITIAL, type SyncEvent, type SyncState } from './state.ts';

/** An event as it is kept: of an answer only what the machine looks at, for the rest is people's dossiers. */
export type TrailEvent =
  | Exclude<SyncEvent, { readonly type: 'answered' }>
  | Omit<Extract<SyncEvent, { readonly type: 'answered' }>, 'response'>;

/**
 * What has led an engine to its present state: a state, and every event since. Nothing else goes into the machine, no
 * clock and no dice, so `replay` comes to that very state, on any computer.
 */
export type Trail = { readonly from: SyncState; readonly events: readonly TrailEvent[] };

/** How many of the last events are always there; up to twice as many are. */
const KEPT = 500;

/** Keeps the trail of one engine from its start. */
export function startTrail(kept = KEPT): { readonly add: (event: SyncEvent) => void; readonly get: () => Trail } {
  let from = INITIAL;
  let events: TrailEvent[] = [];
  return {
    add: (event) => {
      events.push(asKept(event));
      if (events.length <= 2 * kept) return;
      from = replay({ from, events: events.slice(0, -kept) });
      events = events.slice(-kept);
    },
    get: () => ({ from, events: [...events] }),
  };
}

/** The state a trail ends in. `along` is told every step on the way. */
export function replay(
  { from, events }: Trail,
  along: (event: TrailEvent, next: ReturnType<typeof step>) => void = () => undefined,
): SyncState {
  return events.reduce((state, event) => {
    const next = step(state, event.type === 'answered' ? { ...event, response: NOT_KEPT } : event);
    along(event, next);
    return next.state;
  }, from);
}

function asKept(event: SyncEvent): TrailEvent {
  switch (event.type) {
    case 'answered':
      return { type: 'answered', at: event.at };
    case 'recorded': {
      const outcomes = event.response.outcomes.map(({ seq }) => ({ seq }));
      return { ...event, response: { outcomes, more: event.response.more } };
    }
    default:
      return event;
  }
}

/** The machine hands an answer on unread, and looks at what the store has made of it. */
const NOT_KEPT: SyncResponse = {
  protocol: 0,
  epoch: '',
  lastSeq: 0,
  outcomes: [],
  missingFiles: [],
  changes: [],
  cursor: 0,
  draftOutcomes: [],
  drafts: [],
  draftCursor: 0,
  more: false,
  backedUpTo: null,
  serverTime: 0,
};
