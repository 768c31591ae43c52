import { assert, unreachable } from '#core/assert.ts';
import { dayOf, type Day } from '#core/calendar/day.ts';
import { promisedDay, resumedPromise } from '#core/calendar/promise.ts';
import type { WorkCalendar } from '#core/calendar/working-days.ts';
import { feeAmount } from '#core/fee/amount.ts';
import { applicantName } from '#core/form/applicant.ts';
import type { Answer, Answers } from '#core/form/form.ts';
import { checkForm, unknownAnswers } from '#core/form/validate.ts';
import { visibleAnswers, visibleDocuments } from '#core/form/visible.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { VersionStanding } from '#core/procedure/versions.ts';
import type { CitizenIntent, OfficerIntent, Refusal } from './command.ts';
import {
  filesOf,
  MAX_PAGES,
  type Attachment,
  type Dossier,
  type FeeRequest,
  type Happening,
  type Role,
  type Sha256,
} from './dossier.ts';
import { findTransition, type Action } from './lifecycle.ts';

/**
 * What a decision rests on besides the dossier itself; all of it is given, none of it is looked up. The procedure is
 * at the version the dossier names: its deadline, its fee and its papers count as long as the dossier lives.
 */
export type Ground = VersionStanding & {
  /** Server time, the legal time. */
  readonly now: number;
  readonly calendar: WorkCalendar;
  /** The unit the dossier goes to; null when no such unit exists today. */
  readonly unit: { readonly mountain: boolean } | null;
  /** Codes of all units an answer may name. */
  readonly units: ReadonlySet<string>;
};

export type Decision =
  { readonly ok: true; readonly happened: readonly Happening[] } | { readonly ok: false; readonly refusal: Refusal };

const refuse = (refusal: Refusal): Decision => ({ ok: false, refusal });
const accept = (...happened: Happening[]): Decision => ({ ok: true, happened });

/**
 * Decides what a citizen asks for. A new dossier's code is left empty: the server draws it on acceptance. What is
 * accepted and makes nothing happen (a rating, a payment reported) is kept beside the dossier by whoever serves it.
 * `missing`: the dossier's files that are not stored; looked at only where papers are replaced.
 */
export function decideCitizen(
  state: Dossier | null,
  intent: CitizenIntent,
  claimedAt: number,
  ground: Ground,
  missing: ReadonlySet<Sha256> = new Set(),
): Decision {
  if (intent.type === 'submit') {
    return state === null ? decideSubmit(intent, claimedAt, ground) : refuse({ code: 'dossierExists' });
  }
  if (state === null) return refuse({ code: 'unknownDossier' });
  const blocked = notNow(state, intent.type, 'citizen');
  if (blocked) return blocked;
  switch (intent.type) {
    case 'withdraw':
      return accept({ type: 'withdrawn', reason: storable(intent.reason) });
    case 'reportPayment':
      return state.fee?.id === intent.fee ? accept() : refuse({ code: 'unknownFee' });
    case 'rate':
      return accept();
    case 'supplement':
      return decideSupplement(state, intent, claimedAt, ground);
    case 'replacePapers':
      return decideReplacement(state, intent, claimedAt, ground.procedure, missing);
    default:
      return unreachable(intent);
  }
}

function decideSupplement(
  state: Dossier,
  intent: Extract<CitizenIntent, { type: 'supplement' }>,
  claimedAt: number,
  ground: Ground,
): Decision {
  if (intent.attachments.length === 0 && intent.note.trim() === '') return refuse({ code: 'nothingAdded' });
  const strange = strangePapers(intent.attachments, ground.procedure);
  if (strange.length > 0) return refuse({ code: 'unknownPaper', documents: strange });
  return accept({
    type: 'supplemented',
    note: storable(intent.note),
    attachments: intent.attachments,
    claimedAt,
    promisedDay: promiseAfterPause(state, ground),
  });
}

/**
 * Papers photographed again. A page called lost goes only if it has not arrived; one that came meanwhile stays beside
 * the new ones, since an officer can pass over a page too many and cannot miss one too few. For the same reason a page
 * stays awaited while any paper it belongs to gets no other: the phone may not have heard of that paper. Pages this
 * dossier has no more (another phone was faster) lose nothing, but where none is left to replace nothing is added
 * either: what is asked for is a supplement.
 */
function decideReplacement(
  state: Dossier,
  { lost: named, attachments }: Extract<CitizenIntent, { type: 'replacePapers' }>,
  claimedAt: number,
  procedure: Procedure | null,
  missing: ReadonlySet<Sha256>,
): Decision {
  const again = new Set(attachments.map(({ document }) => document));
  const others = state.attachments.filter(({ document }) => !again.has(document));
  const awaited = new Set(filesOf(others).map(({ hash }) => hash));
  const lost = filesOf(state.attachments)
    .map(({ hash }) => hash)
    .filter((hash) => named.includes(hash) && missing.has(hash) && !awaited.has(hash));
  if (attachments.length === 0) return refuse({ code: 'nothingAdded' });
  if (state.papersComplete || lost.length === 0) return refuse({ code: 'nothingLost' });

  const there = new Set(state.attachments.map(({ document }) => document));
  const strange = strangePapers(attachments, procedure, (document) => there.has(document));
  if (strange.length > 0) return refuse({ code: 'unknownPaper', documents: strange });
  return accept({ type: 'papersReplaced', lost, attachments, claimedAt });
}

/** Decides what an officer does. For `requestFee` the caller brings the fee request it signed for that amount. */
export function decideOfficer(state: Dossier, intent: OfficerIntent, fee: FeeRequest | null, ground: Ground): Decision {
  const blocked = notNow(state, intent.type, 'officer');
  if (blocked) return blocked;
  switch (intent.type) {
    case 'receive':
      return decideReceive(state, ground);
    case 'notAccept':
      return accept({ type: 'notAccepted', reason: intent.reason });
    case 'startProcessing':
      return accept({ type: 'processingStarted' });
    case 'requestSupplement':
      return accept({
        type: 'supplementRequested',
        items: intent.items,
        reason: intent.reason,
        dueDay: intent.dueDay,
      });
    case 'requestFee': {
      const fixed = fixedFee(state, ground.procedure);
      if (fixed !== null && fixed !== intent.amount) return refuse({ code: 'feeFixed', amount: fixed });
      assert(fee !== null && fee.amount === intent.amount, 'a signed fee request for this amount');
      return accept({ type: 'feeRequested', fee });
    }
    case 'stop':
      return accept({ type: 'stopped', reason: intent.reason });
    case 'finish':
      return accept({ type: 'finished', note: intent.note, results: intent.results });
    case 'return':
      return accept({ type: 'returned', how: intent.how });
    default:
      return unreachable(intent);
  }
}

/** All papers named by the dossier have been stored and their hashes verified. */
export function decidePapersComplete(state: Dossier): Decision {
  const blocked = notNow(state, 'confirmPapers', 'system');
  if (blocked || state.papersComplete) return blocked ?? accept();
  return accept({ type: 'papersComplete' });
}

/**
 * The bank says money for this dossier's fee request has come. It is recorded whatever happened since;
 * when no payment is awaited any more, a refund is opened beside it.
 */
export function decidePayment(
  state: Dossier,
  payment: { readonly fee: string; readonly amount: number; readonly receiptNo: string; readonly paidAt: number },
  ground: Ground,
): Decision {
  const awaited = state.status === 'paymentRequested' && state.fee?.id === payment.fee;
  if (!findTransition(state.status, 'recordPayment', 'system')) {
    return refuse({ code: 'notAllowedNow', status: state.status });
  }
  const recorded: Happening = {
    type: 'paymentRecorded',
    ...payment,
    promisedDay: awaited ? promiseAfterPause(state, ground) : state.promisedDay,
  };
  return awaited
    ? accept(recorded)
    : accept(recorded, { type: 'refundOpened', fee: payment.fee, amount: payment.amount });
}

/** What the procedure itself fixes for this dossier, or null when an officer sets it. */
export function fixedFee(state: Dossier, procedure: Procedure | null): number | null {
  if (!procedure) return null;
  const owed = feeAmount(procedure.fee, state.answers);
  return owed.kind === 'owed' ? owed.amount : null;
}

function notNow(state: Dossier, action: Action, role: Role): Decision | null {
  return findTransition(state.status, action, role) ? null : refuse({ code: 'notAllowedNow', status: state.status });
}

function decideSubmit(intent: Extract<CitizenIntent, { type: 'submit' }>, claimedAt: number, ground: Ground): Decision {
  const today = dayOf(ground.now);
  const closed = closedVersion(intent.version, ground, today);
  if (closed) return refuse(closed);
  const { procedure } = ground;
  if (!procedure?.form) return refuse({ code: 'unknownProcedure' });
  if (!ground.unit) return refuse({ code: 'unknownUnit' });

  const context = { today, units: ground.units };
  const wrong = [
    ...unstorable(intent.answers),
    ...unknownAnswers(procedure.form, intent.answers),
    ...checkForm(procedure.form, intent.answers, context).map((found) => found.fieldId),
  ];
  if (wrong.length > 0) return refuse({ code: 'answersInvalid', fields: [...new Set(wrong)] });

  const strange = strangePapers(intent.attachments, procedure);
  if (strange.length > 0) return refuse({ code: 'unknownPaper', documents: strange });
  const missing = missingPapers(procedure, intent.answers, intent.attachments);
  if (missing.length > 0) return refuse({ code: 'papersMissing', documents: missing });

  return accept({
    type: 'submitted',
    code: '',
    procedure: procedure.code,
    version: procedure.version,
    unit: intent.unit,
    applicant: applicantName(procedure.form, intent.answers) ?? '',
    answers: visibleAnswers(procedure.form, intent.answers),
    attachments: intent.attachments,
    claimedAt,
  });
}

/** The papers that must be photographed and are not there, by id; the phone shows the same list before it sends. */
export function missingPapers(
  procedure: Procedure,
  answers: Parameters<typeof visibleDocuments>[1],
  attachments: readonly Attachment[],
): string[] {
  const have = new Set(attachments.map((attachment) => attachment.document));
  return visibleDocuments(procedure, answers)
    .filter((document) => document.how === 'photo' && document.required && !have.has(document.id))
    .map((document) => document.id);
}

export type OverfullPaper = { readonly document: string; readonly count: number; readonly max: number };

/** The papers with more pages than they take; the phone finds the same ones before it sends. */
export function overfullPapers(procedure: Procedure | null, attachments: readonly Attachment[]): OverfullPaper[] {
  return attachments.flatMap(({ document, files }) => {
    const max = maxPagesOf(document, procedure) ?? MAX_PAGES;
    return files.length > max ? [{ document, count: files.length, max }] : [];
  });
}

/** Why nothing is taken any more, or not yet, by this version of the procedure; null when it is taken. */
function closedVersion(version: number, { procedure, newest, superseded }: Ground, today: Day): Refusal | null {
  if (!newest) return { code: 'unknownProcedure' };
  if (version > newest.version) return { code: 'versionUnknown', newest: newest.version };
  if (newest.validTo && newest.validTo < today) return { code: 'procedureClosed', since: newest.validTo };
  if (superseded && (!procedure || superseded.takenUntil < today)) {
    return { code: 'versionClosed', version: superseded.version, since: superseded.since };
  }
  return null;
}

/** Answers no database keeps as text: a null character or half of a surrogate pair, which only a faulty client sends. */
function unstorable(answers: Answers): string[] {
  return Object.entries(answers)
    .filter(([, answer]) => textOf(answer).includes(NULL_CHARACTER) || /\p{Cs}/u.test(textOf(answer)))
    .map(([field]) => field);
}

const NULL_CHARACTER = String.fromCharCode(0);

function textOf(answer: Answer): string {
  if (Array.isArray(answer)) return answer.join('');
  return typeof answer === 'object' ? answer.unit + answer.detail : String(answer);
}

/** A note as every database keeps it: without control characters and halves of surrogate pairs. */
function storable(words: string): string {
  return words.replaceAll(/[\p{Cs}\p{Cc}]/gu, (mark) => (mark === '\n' ? mark : ' '));
}

function strangePapers(
  attachments: readonly Attachment[],
  procedure: Procedure | null,
  isKnown: (document: string) => boolean = (document) => maxPagesOf(document, procedure) !== undefined,
): string[] {
  const overfull = new Set(overfullPapers(procedure, attachments).map(({ document }) => document));
  return attachments.map(({ document }) => document).filter((document) => !isKnown(document) || overfull.has(document));
}

/** Undefined for a paper the procedure does not know. */
function maxPagesOf(document: string, procedure: Procedure | null): number | undefined {
  if (document === 'other') return MAX_PAGES;
  const known = procedure?.documents.find(({ id }) => id === document);
  return known && (known.maxPages ?? MAX_PAGES);
}

function decideReceive(state: Dossier, ground: Ground): Decision {
  if (!state.papersComplete) return refuse({ code: 'papersNotArrived' });
  const promise = ground.procedure
    ? promisedDay(ground.procedure.deadline, ground.now, { mountain: ground.unit?.mountain ?? false }, ground.calendar)
    : null;
  return accept({ type: 'received', promisedDay: promise?.day ?? null });
}

/** The promised day once the clock runs again: the pause's working days are added. */
function promiseAfterPause(state: Dossier, ground: Ground): Day | null {
  if (state.promisedDay === null || state.pausedSince === null) return state.promisedDay;
  return resumedPromise(state.promisedDay, state.pausedSince, dayOf(ground.now), ground.calendar);
}
