import type { Role, Status } from './dossier.ts';

/** Everything anyone can do to a dossier that exists. `submit` creates one and so is not in the table. */
export const ACTIONS = [
  'confirmPapers',
  'receive',
  'notAccept',
  'startProcessing',
  'requestSupplement',
  'supplement',
  'requestFee',
  'recordPayment',
  'withdraw',
  'stop',
  'finish',
  'return',
] as const;
export type Action = (typeof ACTIONS)[number];

/** What an action does to the legal clock. */
export type ClockEffect = 'start' | 'pause' | 'resume' | 'stop' | 'none';

/** `resume` leads back to where the dossier was: processing once received, else registered. */
export type Next = Status | 'resume' | 'same';

export type Transition = { readonly by: readonly Role[]; readonly next: Next; readonly clock: ClockEffect };

const withdraw: Transition = { by: ['citizen'], next: 'withdrawn', clock: 'stop' };
const stop: Transition = { by: ['officer'], next: 'stopped', clock: 'stop' };
const notAccept: Transition = { by: ['officer'], next: 'notAccepted', clock: 'none' };
const askSupplement: Transition = { by: ['officer'], next: 'supplementRequested', clock: 'pause' };
const askFee: Transition = { by: ['officer'], next: 'paymentRequested', clock: 'pause' };
/** Papers may arrive after the officer has gone on without them; until they are confirmed the phone keeps them. */
const confirmPapers: Transition = { by: ['system'], next: 'same', clock: 'none' };
/** Money that arrives when none is awaited is still recorded, and a refund opened. */
const latePayment: Transition = { by: ['system'], next: 'same', clock: 'none' };

/**
 * The dossier's life in one table: who may do what in each status, where it leads and what the clock
 * does. The phone, the desk and the server read this table alone, so a button is shown exactly when the
 * server would accept it. Statuses are the ten national ones; the arrows are our own reading of
 * NĐ 118/2025/NĐ-CP, since no regulation lists them.
 */
export const LIFECYCLE = {
  registered: {
    confirmPapers,
    receive: { by: ['officer'], next: 'received', clock: 'start' },
    notAccept,
    requestSupplement: { by: ['officer'], next: 'supplementRequested', clock: 'none' },
    withdraw,
  },
  received: {
    confirmPapers,
    startProcessing: { by: ['officer'], next: 'processing', clock: 'none' },
    requestSupplement: askSupplement,
    requestFee: askFee,
    withdraw,
    stop,
  },
  notAccepted: { confirmPapers, recordPayment: latePayment },
  processing: {
    confirmPapers,
    requestSupplement: askSupplement,
    requestFee: askFee,
    withdraw,
    stop,
    finish: { by: ['officer'], next: 'finished', clock: 'stop' },
    recordPayment: latePayment,
  },
  supplementRequested: {
    confirmPapers,
    supplement: { by: ['citizen'], next: 'resume', clock: 'resume' },
    notAccept,
    withdraw,
    stop,
    recordPayment: latePayment,
  },
  paymentRequested: {
    confirmPapers,
    recordPayment: { by: ['system'], next: 'processing', clock: 'resume' },
    withdraw,
    stop,
  },
  withdrawn: { confirmPapers, recordPayment: latePayment },
  stopped: { confirmPapers, recordPayment: latePayment },
  finished: {
    confirmPapers,
    return: { by: ['officer'], next: 'returned', clock: 'none' },
    recordPayment: latePayment,
  },
  returned: { confirmPapers, recordPayment: latePayment },
} as const satisfies Record<Status, Partial<Record<Action, Transition>>>;

/** The transition of an action in a status, or null where the table has none for that role. */
export function findTransition(status: Status, action: Action, role: Role): Transition | null {
  const row: Partial<Record<Action, Transition>> = LIFECYCLE[status];
  const transition = row[action];
  return transition && transition.by.includes(role) ? transition : null;
}

/** The actions a role may take now, in the order buttons are shown. */
export function allowedActions(status: Status, role: Role): Action[] {
  return ACTIONS.filter((action) => findTransition(status, action, role) !== null);
}

/** True when nothing can change the dossier any more but papers and money that come late. */
export function isClosed(status: Status): boolean {
  return allowedActions(status, 'citizen').length === 0 && allowedActions(status, 'officer').length === 0;
}
