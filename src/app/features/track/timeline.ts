import { dayOf } from '#core/calendar/day.ts';
import { workingDaysBetween, type WorkCalendar } from '#core/calendar/working-days.ts';
import {
  filesOf,
  type Dossier,
  type DossierEvent,
  type FileRef,
  type Happening,
  type Sha256,
} from '#core/dossier/dossier.ts';
import { hasEnded } from '#core/dossier/lifecycle.ts';
import type { FileProgress, Untold } from '#core/ports.ts';
import { promiseOf, type Promised } from '#app/parts/promise.ts';
import { isStray } from '#app/parts/stray.ts';
import { heldByServer } from '#app/state/held-by-server.ts';

/** What a step of the way says: something that happened, what goes on now, or what comes next. */
type StepWhat =
  | Exclude<Happening, { type: 'papersComplete' | 'processingStarted' }>
  | { readonly type: 'papersArrived' }
  | { readonly type: 'papersTravelling'; readonly arrived: number; readonly total: number }
  | { readonly type: 'awaitingReceipt' }
  /** `daysLeft`: working days to the promised one, negative when it is past; null where none is promised. */
  | { readonly type: 'processing'; readonly daysLeft: number | null }
  | { readonly type: 'result'; readonly promise: Promised | null }
  | { readonly type: 'handover' };

export type Step = {
  readonly id: string;
  readonly state: 'done' | 'current' | 'next';
  /** Server time of what happened; null for what has not. */
  readonly at: number | null;
  readonly what: StepWhat;
};

export type TimelineGround = {
  readonly now: number;
  readonly calendar: WorkCalendar | null;
  readonly progress: readonly FileProgress[];
  /** What the server lacked by its last answer; null where that is not known. */
  readonly missing: readonly Sha256[] | null;
  /** Dossiers that the server, back from a backup, has not told of: what it does not miss of them, it may not have. */
  readonly untold: readonly Untold[];
};

/** A dossier's way so far and what is ahead: a pure reading of its events. */
export function timelineOf(dossier: Dossier, ground: TimelineGround): readonly Step[] {
  const happened = dossier.events.flatMap((event) => stepOf(event, dossier));
  // What a server has lost stands nowhere and leads nowhere.
  if (isStray(dossier.id, ground.untold)) return happened.map((step) => ({ ...step, state: 'done' }));
  return [...happened, ...papersOf(dossier, ground), ...nowOf(dossier, ground), ...aheadOf(dossier)];
}

function stepOf({ n, at, what }: DossierEvent, dossier: Dossier): Step[] {
  if (what.type === 'processingStarted') return [];
  const step = (state: Step['state'], shown: StepWhat): Step[] => [{ id: String(n), state, at, what: shown }];
  switch (what.type) {
    case 'papersComplete':
      return step('done', { type: 'papersArrived' });
    case 'supplementRequested':
      return step(isOpen(dossier, n, 'supplementRequested') ? 'current' : 'done', what);
    case 'feeRequested':
      // The payment says it all once it is there.
      if (dossier.payments.some(({ fee }) => fee === what.fee.id)) return [];
      return step(isOpen(dossier, n, 'paymentRequested') ? 'current' : 'done', what);
    default:
      return step('done', what);
  }
}

/** True for the request a dossier waits on: the last of its kind, while the status says it waits. */
function isOpen(dossier: Dossier, n: number, status: 'supplementRequested' | 'paymentRequested'): boolean {
  const kind = status === 'supplementRequested' ? 'supplementRequested' : 'feeRequested';
  const last = dossier.events.findLast(({ what }) => what.type === kind);
  return dossier.status === status && last?.n === n;
}

function papersOf(dossier: Dossier, ground: PapersGround): Step[] {
  if (dossier.papersComplete || hasEnded(dossier.status)) return [];
  return [
    { id: 'papers', state: 'current', at: null, what: { type: 'papersTravelling', ...papersSent(dossier, ground) } },
  ];
}

type PapersGround = Pick<TimelineGround, 'progress' | 'missing' | 'untold'>;

/** Papers the server is known to hold in full, of how many: those it does not lack, and those sent since it said so. */
export function papersSent(dossier: Dossier, ground: PapersGround): { arrived: number; total: number } {
  const files = filesOf(dossier.attachments);
  const sent = new Map(ground.progress.map((item) => [item.file.hash, item.sent]));
  const isHeld = heldByServer(dossier, ground);
  const isThere = ({ hash, size }: FileRef) => (sent.get(hash) ?? 0) >= size || isHeld(hash);
  const arrived = files.filter(isThere).length;
  return { arrived, total: files.length };
}

function nowOf(dossier: Dossier, { now, calendar }: TimelineGround): Step[] {
  if (dossier.status === 'registered') {
    return [
      { id: 'now', state: dossier.papersComplete ? 'current' : 'next', at: null, what: { type: 'awaitingReceipt' } },
    ];
  }
  if (dossier.status !== 'received' && dossier.status !== 'processing') return [];
  const { promisedDay } = dossier;
  const daysLeft = promisedDay !== null && calendar ? workingDaysBetween(dayOf(now), promisedDay, calendar) : null;
  return [{ id: 'now', state: 'current', at: null, what: { type: 'processing', daysLeft } }];
}

function aheadOf(dossier: Dossier): Step[] {
  if (dossier.status === 'finished') return [{ id: 'handover', state: 'next', at: null, what: { type: 'handover' } }];
  if (hasEnded(dossier.status)) return [];
  return [{ id: 'result', state: 'next', at: null, what: { type: 'result', promise: promiseOf(dossier) } }];
}
