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
  'reportPayment',
  'recordPayment',
  'withdraw',
  'stop',
  'finish',
  'return',
  'rate',
  'replacePapers',
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
/** Papers that no phone has any more are photographed again; `decide` sees to it that they have not arrived. */
const replacePapers: Transition = { by: ['citizen'], next: 'same', clock: 'none' };
/** Once something has been decided the person may say how it went. It is no part of the dossier. */
const rate: Transition = { by: ['citizen'], next: 'same', clock: 'none' };
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
    replacePapers,
    receive: { by: ['officer'], next: 'received', clock: 'start' },
    notAccept,
    requestSupplement: { by: ['officer'], next: 'supplementRequested', clock: 'none' },
    withdraw,
  },
  received: {
    confirmPapers,
    replacePapers,
    startProcessing: { by: ['officer'], next: 'processing', clock: 'none' },
    requestSupplement: askSupplement,
    requestFee: askFee,
    withdraw,
    stop,
  },
  notAccepted: { confirmPapers, recordPayment: latePayment, rate },
  processing: {
    confirmPapers,
    replacePapers,
    requestSupplement: askSupplement,
    requestFee: askFee,
    withdraw,
    stop,
    finish: { by: ['officer'], next: 'finished', clock: 'stop' },
    recordPayment: latePayment,
  },
  supplementRequested: {
    confirmPapers,
    replacePapers,
    supplement: { by: ['citizen'], next: 'resume', clock: 'resume' },
    notAccept,
    withdraw,
    stop,
    recordPayment: latePayment,
  },
  paymentRequested: {
    confirmPapers,
    replacePapers,
    reportPayment: { by: ['citizen'], next: 'same', clock: 'none' },
    recordPayment: { by: ['system'], next: 'processing', clock: 'resume' },
    withdraw,
    stop,
  },
  withdrawn: { confirmPapers, recordPayment: latePayment },
  stopped: { confirmPapers, recordPayment: latePayment, rate },
  finished: {
    confirmPapers,
    replacePapers,
    return: { by: ['officer'], next: 'returned', clock: 'none' },
    recordPayment: latePayment,
    rate,
  },
  returned: { confirmPapers, recordPayment: latePayment, rate },
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

/** True when neither the citizen nor an officer can lead the dossier anywhere else. */
export function isClosed(status: Status): boolean {
  const row: Partial<Record<Action, Transition>> = LIFECYCLE[status];
  return Object.values(row).every(({ by, next }) => next === 'same' || by.every((role) => role === 'system'));
}

const ENDED: ReadonlySet<Status> = new Set(['notAccepted', 'withdrawn', 'stopped', 'finished', 'returned']);

/** True when nobody works on the dossier any more, though its result may still be handed over. */
export function hasEnded(status: Status): boolean {
  return ENDED.has(status);
}
