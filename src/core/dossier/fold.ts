import { unreachable } from '#core/assert.ts';
import { dayOf } from '#core/calendar/day.ts';
import type { Attachment, Dossier, DossierEvent, Happening, Status, Uuid } from './dossier.ts';
import { findTransition, type Action } from './lifecycle.ts';

/** The action whose acceptance an event records; `submitted` begins a dossier and refunds follow a payment. */
const ACTION_OF = {
  papersComplete: 'confirmPapers',
  received: 'receive',
  notAccepted: 'notAccept',
  processingStarted: 'startProcessing',
  supplementRequested: 'requestSupplement',
  supplemented: 'supplement',
  feeRequested: 'requestFee',
  paymentRecorded: 'recordPayment',
  stopped: 'stop',
  finished: 'finish',
  returned: 'return',
  withdrawn: 'withdraw',
  papersReplaced: 'replacePapers',
} as const satisfies Record<Exclude<Happening['type'], 'submitted' | 'refundOpened'>, Action>;

/**
 * The next state of a dossier: `state = events.reduce(apply)`. Returns null when the event cannot
 * follow, which only a gap or a forged stream can cause; the caller then asks for the events again.
 */
export function apply(id: Uuid, state: Dossier | null, event: DossierEvent): Dossier | null {
  const { what } = event;
  if (what.type === 'submitted') {
    return state === null && event.n === 1 ? begin(id, event, what) : null;
  }
  if (state === null || event.n !== state.events.length + 1) return null;
  const next = { ...state, events: [...state.events, event] };
  if (what.type === 'refundOpened') return { ...next, refundsOpened: state.refundsOpened + what.amount };

  const transition = findTransition(state.status, ACTION_OF[what.type], event.by.role);
  if (!transition) return null;
  const today = dayOf(event.at);
  const status = statusAfter(state, transition.next);
  const pausedSince =
    transition.clock === 'pause'
      ? (state.pausedSince ?? today)
      : transition.clock === 'none'
        ? state.pausedSince
        : null;
  return { ...next, ...detail(state, event, what), status, pausedSince };
}

/** The state of a whole stream, or null when it is empty or broken. */
export function fold(id: Uuid, events: readonly DossierEvent[]): Dossier | null {
  let state: Dossier | null = null;
  for (const event of events) {
    state = apply(id, state, event);
    if (state === null) return null;
  }
  return state;
}

/** Where `resume` and `same` lead from here. */
function statusAfter(state: Dossier, next: Status | 'resume' | 'same'): Status {
  if (next === 'same') return state.status;
  if (next === 'resume') return state.receivedAt === null ? 'registered' : 'processing';
  return next;
}

function begin(id: Uuid, event: DossierEvent, what: Extract<Happening, { type: 'submitted' }>): Dossier {
  return {
    id,
    status: 'registered',
    code: what.code,
    procedure: what.procedure,
    version: what.version,
    unit: what.unit,
    applicant: what.applicant,
    answers: what.answers,
    attachments: what.attachments,
    papersComplete: what.attachments.length === 0,
    submittedAt: event.at,
    claimedAt: what.claimedAt,
    receivedAt: null,
    promisedDay: null,
    pausedSince: null,
    supplement: null,
    fee: null,
    payments: [],
    refundsOpened: 0,
    results: [],
    closedReason: null,
    events: [event],
  };
}

function detail(
  state: Dossier,
  event: DossierEvent,
  what: Exclude<Happening, { type: 'submitted' | 'refundOpened' }>,
): Partial<Dossier> {
  switch (what.type) {
    case 'papersComplete':
      return { papersComplete: true };
    case 'received':
      return { receivedAt: event.at, promisedDay: what.promisedDay };
    case 'supplementRequested':
      return { supplement: { items: what.items, reason: what.reason, dueDay: what.dueDay } };
    case 'supplemented':
      return {
        supplement: null,
        attachments: [...state.attachments, ...what.attachments],
        papersComplete: state.papersComplete && what.attachments.length === 0,
        promisedDay: what.promisedDay,
      };
    case 'papersReplaced':
      return { attachments: replaced(state.attachments, what), papersComplete: false };
    case 'feeRequested':
      return { fee: what.fee };
    case 'paymentRecorded': {
      const payment = { fee: what.fee, amount: what.amount, receiptNo: what.receiptNo, paidAt: what.paidAt };
      return { payments: [...state.payments, payment], promisedDay: what.promisedDay };
    }
    case 'finished':
      return { results: what.results };
    case 'notAccepted':
    case 'stopped':
    case 'withdrawn':
      return { closedReason: what.reason };
    case 'processingStarted':
    case 'returned':
      return {};
    default:
      return unreachable(what);
  }
}

/** The papers without the lost pages, and with the new ones after them; a paper with no page left is there no more. */
function replaced(
  papers: readonly Attachment[],
  { lost, attachments }: Extract<Happening, { type: 'papersReplaced' }>,
): Attachment[] {
  const gone = new Set(lost);
  const left = papers.map((paper) => ({ ...paper, files: paper.files.filter(({ hash }) => !gone.has(hash)) }));
  return [...left.filter(({ files }) => files.length > 0), ...attachments];
}
