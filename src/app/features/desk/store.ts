import { create } from 'zustand';
import { must } from '#core/assert.ts';
import type { Dossier, Sha256, Uuid } from '#core/dossier/dossier.ts';
import { fold } from '#core/dossier/fold.ts';
import type { TransportFailure } from '#core/ports.ts';
import type { DeskDossier, DeskList, DeskRow, SuspenseRow } from '#protocol/desk.ts';
import { platform } from '#app/state/app.ts';
import type { Place } from './places.ts';
import { idle, type Draft, type Work } from './work.ts';

/** A queue, or a search in it, as far as it has been read. */
type Line = {
  readonly rows: readonly DeskRow[];
  readonly next: string | null;
  readonly pages: number;
};

/** A dossier as the server sent it last. `dossier` is null when its events do not follow each other. */
export type Opened = {
  readonly dossier: Dossier | null;
  readonly missing: readonly Sha256[];
} & Pick<DeskDossier, 'fixedFee' | 'paymentReportedAt' | 'rating'>;

/**
 * What the desk has read and what the officer is writing. It outlives the screen, so that going from
 * dossier to dossier and back loses no half-typed reason and shows what is known at once.
 */
export type DeskState = {
  /** Whose desk this is; another officer at the same computer begins with nothing of it. */
  readonly account: string | null;
  readonly counts: DeskList['counts'] | null;
  /** By `lineKey`. */
  readonly lines: Readonly<Record<string, Line>>;
  readonly lineFailure: TransportFailure | null;
  /** The queue on screen. */
  readonly place: Place;
  /** What stands in the search field, and what of it is searched for once the fingers rest. */
  readonly typed: string;
  readonly query: string;
  readonly opened: Readonly<Record<Uuid, Opened>>;
  readonly openFailures: Readonly<Record<Uuid, TransportFailure>>;
  readonly suspense: readonly SuspenseRow[] | null;
  readonly suspenseFailure: TransportFailure | null;
  /** Server time minus this machine's, in milliseconds. */
  readonly skew: number;
  /** Since when nothing answers; null while the server does. */
  readonly lostSince: number | null;
  readonly signedOut: boolean;
  readonly work: Readonly<Record<Uuid, Work>>;
  /** The dossier that was open last, for focus to go back to its line. */
  readonly cameFrom: Uuid | null;
};

export const EMPTY: DeskState = {
  account: null,
  counts: null,
  lines: {},
  lineFailure: null,
  place: 'toReceive',
  typed: '',
  query: '',
  opened: {},
  openFailures: {},
  suspense: null,
  suspenseFailure: null,
  skew: 0,
  lostSince: null,
  signedOut: false,
  work: {},
  cameFrom: null,
};

export const useDesk = create<DeskState>(() => EMPTY);

/** The name of a queue, or of a search, which goes through all queues. */
export function lineKey(place: Place, query: string): string {
  return query === '' ? place : `?${query}`;
}

const TYPING_MS = 300;
let stopWaiting: (() => void) | null = null;

/** Takes what is typed, and searches for it once the fingers rest. */
export function typeQuery(typed: string): void {
  useDesk.setState({ typed });
  stopWaiting?.();
  stopWaiting = platform().timers.after(TYPING_MS, search);
}

/** Searches for what has been typed. */
export function search(): void {
  useDesk.setState(({ typed }) => ({ query: typed.trim() }));
}

/** Going to another queue ends a search; opening one of its dossiers does not. */
export function enterPlace(place: Place): void {
  useDesk.setState((state) => (state.place === place ? state : { place, typed: '', query: '' }));
}

/** The legal time now, as far as this machine can tell. */
export function serverNow(): number {
  return platform().clock.now() + useDesk.getState().skew;
}

export function workOn(state: DeskState, id: Uuid): Work {
  return state.work[id] ?? idle;
}

export function updateWork(id: Uuid, change: (work: Work) => Partial<Work>): void {
  useDesk.setState((state) => {
    const work = workOn(state, id);
    return { work: { ...state.work, [id]: { ...work, ...change(work) } } };
  });
}

export function updateDraft(id: Uuid, change: (draft: Draft) => Partial<Draft>): void {
  updateWork(id, ({ draft }) => ({ draft: { ...draft, ...change(draft) } }));
}

/** Takes in a dossier as the server answered it. */
export function takeDossier({ id, events, missingFiles, serverTime, ...beside }: DeskDossier): void {
  const known = useDesk.getState().opened[id];
  // A slow answer may arrive after a newer one; events are only ever added.
  if ((known?.dossier?.events.length ?? 0) > events.length) return;
  useDesk.setState((state) => {
    const { [id]: _gone, ...openFailures } = state.openFailures;
    return {
      openFailures,
      opened: { ...state.opened, [id]: { dossier: fold(id, events), missing: missingFiles, ...beside } },
      skew: serverTime - platform().clock.now(),
    };
  });
}

export function openedDossier(id: Uuid): Dossier {
  return must(useDesk.getState().opened[id]?.dossier, 'opened dossier');
}
