import type { DossierEvent, Status } from '#core/dossier/dossier.ts';

/**
 * A dossier's events read by somebody who never saw `fold.ts`: the statuses of the national portal, the money and
 * the legal clock, in the fewest words. There are no holidays.
 */
export type Reading = {
  status: Status;
  /** Fee that is waited for now. */
  awaited: string | null;
  paid: number;
  refunds: number;
  /** Payments that came when none was awaited: each needs a refund. */
  unasked: number;
  promised: string | null;
  paused: string | null;
  received: boolean;
  /** Whether papers wait for their bytes. */
  complete: boolean;
  files: Set<string>;
  /** Working days it takes and the fee, by the version of the procedure it was made by. */
  days: number;
  owed: number;
};

/** What the fixtures' procedure takes and costs for one buffalo, by version. */
const TAKES: readonly number[] = [0, 3, 5];
const COSTS: readonly number[] = [0, 8000, 9000];

/** Where a citizen may still withdraw: until the case is decided. */
const OPEN: ReadonlySet<Status> = new Set([
  'registered',
  'received',
  'processing',
  'supplementRequested',
  'paymentRequested',
]);

const DAY = 24 * 60 * 60_000;
const dayAt = (at: number) => new Date(at + 7 * 60 * 60_000).toISOString().slice(0, 10);
const next = (day: string) => new Date(Date.parse(day) + DAY).toISOString().slice(0, 10);
const works = (day: string) => ![0, 6].includes(new Date(day).getUTCDay());

function later(day: string, days: number): string {
  let found = day;
  for (let left = days; left > 0;) {
    found = next(found);
    if (works(found)) left -= 1;
  }
  return found;
}

function workingDays(from: string, to: string): number {
  let count = 0;
  for (let day = from; day < to;) {
    day = next(day);
    if (works(day)) count += 1;
  }
  return count;
}

/** Reads a history; `wrong` hears of every promised day that is not the law's. */
export function readHistory(events: readonly DossierEvent[], wrong: (what: string) => void): Reading {
  const state: Reading = {
    status: 'registered',
    awaited: null,
    paid: 0,
    refunds: 0,
    unasked: 0,
    promised: null,
    paused: null,
    received: false,
    complete: true,
    files: new Set(),
    days: 0,
    owed: 0,
  };
  for (const event of events) read(state, event, wrong);
  return state;
}

function read(state: Reading, { at, what }: DossierEvent, wrong: (what: string) => void): void {
  const today = dayAt(at);
  const goOn = (status: Status, promised: string | null) => {
    state.status = status;
    if (state.promised && state.paused) state.promised = later(state.promised, workingDays(state.paused, today));
    state.paused = null;
    if (promised !== state.promised) wrong(`${what.type} promises ${String(promised)}, not ${String(state.promised)}`);
  };
  const pause = (status: Status) => {
    state.status = status;
    if (state.received) state.paused ??= today;
  };
  const end = (status: Status) => {
    Object.assign(state, { status, awaited: null, paused: null });
  };
  switch (what.type) {
    case 'submitted':
    case 'supplemented':
      if (what.type === 'submitted') {
        state.days = TAKES[what.version] ?? 0;
        state.owed = (COSTS[what.version] ?? 0) * Number(what.answers['count']);
      } else if (state.status !== 'supplementRequested') wrong('a supplement nobody asked for');
      for (const { files } of what.attachments) for (const { hash } of files) state.files.add(hash);
      if (what.attachments.length > 0) state.complete = false;
      if (what.type === 'supplemented') goOn(state.received ? 'processing' : 'registered', what.promisedDay);
      break;
    case 'papersReplaced':
      if (state.complete || !(OPEN.has(state.status) || state.status === 'finished'))
        wrong('papers replaced that nobody waits for');
      for (const hash of what.lost) state.files.delete(hash);
      for (const { files } of what.attachments) for (const { hash } of files) state.files.add(hash);
      break;
    case 'papersComplete':
      state.complete = true;
      break;
    case 'received': {
      if (!state.complete) wrong('received before its papers');
      state.status = 'received';
      state.received = true;
      let from = today;
      while (!works(from)) from = next(from);
      state.promised = later(from, state.days);
      if (what.promisedDay !== state.promised)
        wrong(`received promises ${String(what.promisedDay)}, not ${state.promised}`);
      break;
    }
    case 'processingStarted':
      state.status = 'processing';
      break;
    case 'supplementRequested':
      pause('supplementRequested');
      break;
    case 'feeRequested':
      if (what.fee.amount !== state.owed) wrong(`a fee of ${what.fee.amount}, not ${state.owed}`);
      state.awaited = what.fee.id;
      pause('paymentRequested');
      break;
    case 'paymentRecorded':
      state.paid += what.amount;
      if (state.awaited === what.fee) {
        state.awaited = null;
        goOn('processing', what.promisedDay);
      } else state.unasked += what.amount;
      break;
    case 'refundOpened':
      state.refunds += what.amount;
      break;
    case 'notAccepted':
      // The table leaves the clock as it stood: a dossier that was not accepted never had a promise to keep.
      Object.assign(state, { status: what.type, awaited: null });
      break;
    case 'stopped':
    case 'finished':
    case 'returned':
    case 'withdrawn':
      if (what.type === 'withdrawn' && !OPEN.has(state.status)) wrong(`withdrawn when ${state.status}`);
      end(what.type);
  }
}
