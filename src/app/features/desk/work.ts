import { unreachable } from '#core/assert.ts';
import { addWorkingDays, type WorkCalendar } from '#core/calendar/working-days.ts';
import type { Day } from '#core/calendar/day.ts';
import type { OfficerIntent, Refusal } from '#core/dossier/command.ts';
import type { FileRef, Uuid } from '#core/dossier/dossier.ts';
import type { TransportFailure } from '#core/ports.ts';
import { datePartsFromIso, isoFromDateParts, type DateParts } from '#ui/dateParts.ts';
import type { UploadProblem } from './upload.ts';

export type OfficerAction = OfficerIntent['type'];
/** The actions that need words or files before they can be sent. */
export type FormAction = Exclude<OfficerAction, 'receive' | 'startProcessing'>;
type ReasonedAction = 'notAccept' | 'stop' | 'requestSupplement' | 'requestFee';
type HowReturned = Extract<OfficerIntent, { type: 'return' }>['how'];

/** A result file on its way to the server; `file` is known once its bytes have been hashed and stored there. */
export type ResultDraft = {
  readonly key: string;
  readonly name: string;
  readonly source: File;
  readonly sent: number;
  readonly file: FileRef | null;
  readonly problem: UploadProblem | null;
};

/** Everything an officer has half written for one dossier. Each action keeps its own words. */
export type Draft = {
  readonly reasons: Readonly<Partial<Record<ReasonedAction, string>>>;
  /** What is asked, by the paper's id; `other` is for what is no paper of the procedure. */
  readonly items: Readonly<Record<string, string>>;
  readonly due: DateParts;
  readonly amount: string;
  readonly note: string;
  readonly results: readonly ResultDraft[];
  readonly how: HowReturned | null;
};

/** One command with its id, kept until the server answered it, so that sending it again changes nothing. */
export type Attempt = { readonly id: Uuid; readonly seen: number; readonly intent: OfficerIntent };

export type Trouble =
  | { readonly kind: 'transport'; readonly failure: TransportFailure }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** An officer's work on one dossier. */
export type Work = {
  readonly open: FormAction | null;
  /** How many events the officer had in view when the form was opened, or when they last said so. */
  readonly seen: number;
  readonly draft: Draft;
  readonly attempt: Attempt | null;
  /** A command is under way, or its answer has only just changed what the buttons do. */
  readonly busy: boolean;
  readonly trouble: Trouble | null;
  readonly problems: readonly FormProblem[];
  /** Counts the times something was found wrong, so that the summary takes focus each time. */
  readonly tries: number;
  /** What was done last, for the words that say so. */
  readonly done: OfficerAction | null;
};

export const OTHER = 'other';
export const LIMIT = 1000;
/** Long enough for a walk to the village and back, short enough for a dossier not to be forgotten. */
const SUPPLEMENT_WORKING_DAYS = 5;

export const emptyDraft: Draft = {
  reasons: {},
  items: {},
  due: datePartsFromIso(''),
  amount: '',
  note: '',
  results: [],
  how: null,
};

export const idle: Work = {
  open: null,
  seen: 0,
  draft: emptyDraft,
  attempt: null,
  busy: false,
  trouble: null,
  problems: [],
  tries: 0,
  done: null,
};

/** What of a form is wrong; `field` is the control's id. */
export type FormProblem = {
  readonly field: string;
  readonly code:
    | 'reason'
    | 'tooLong'
    | 'items'
    | 'what'
    | 'due'
    | 'dueEarly'
    | 'amount'
    | 'results'
    | 'resultName'
    | 'sending'
    | 'how';
};

/** The day a supplement is asked for unless the officer says another. */
export function supplementDay(today: Day, calendar: WorkCalendar): Day {
  return addWorkingDays(today, SUPPLEMENT_WORKING_DAYS, calendar);
}

/** Nothing an officer wrote would be lost with it. */
export function isBlank({ reasons, items, note, results }: Draft): boolean {
  const words = [...Object.values(reasons), ...Object.values(items), note];
  return results.length === 0 && words.every((text) => text.trim() === '');
}

/** What is left to say after an action took effect: the words written for other actions stay. */
export function withoutSent(draft: Draft, action: OfficerAction): Draft {
  const { [action as ReasonedAction]: _sent, ...reasons } = draft.reasons;
  switch (action) {
    case 'receive':
    case 'startProcessing':
      return draft;
    case 'notAccept':
    case 'stop':
      return { ...draft, reasons };
    case 'requestSupplement':
      return { ...draft, reasons, items: emptyDraft.items, due: emptyDraft.due };
    case 'requestFee':
      return { ...draft, reasons, amount: emptyDraft.amount };
    case 'finish':
      return { ...draft, note: emptyDraft.note, results: emptyDraft.results };
    case 'return':
      return { ...draft, how: emptyDraft.how };
    default:
      return unreachable(action);
  }
}

/** The digits of an amount as typed ("16.000", "16 000 đ"), or null. */
export function amountOf(typed: string): number | null {
  const digits = typed.replaceAll(/[\s.,₫đ]/g, '');
  const amount = /^\d{1,12}$/.test(digits) ? Number(digits) : 0;
  return amount > 0 ? amount : null;
}

/** The control's id of a field of the form. */
export const fieldId = {
  reason: 'desk-reason',
  items: 'desk-items',
  what: (document: string) => `desk-what-${document}`,
  due: 'desk-due',
  amount: 'desk-amount',
  note: 'desk-note',
  results: 'desk-results',
  resultName: (key: string) => `desk-result-${key}`,
  how: 'desk-how',
} as const;

type Given = { readonly today: Day; readonly fixedFee: number | null };

/** Of what was found wrong, that which still is: a file that has arrived meanwhile is no problem any more. */
export function stillWrong({ draft, problems }: Work, action: OfficerAction, given: Given): readonly FormProblem[] {
  const said = intentOf(action, draft, given);
  const now = 'problems' in said ? said.problems : [];
  return problems.filter(({ field, code }) => now.some((one) => one.field === field && one.code === code));
}

/** The command a form says, or everything that is still wrong with it. */
export function intentOf(
  action: OfficerAction,
  draft: Draft,
  given: Given,
): { readonly intent: OfficerIntent } | { readonly problems: readonly FormProblem[] } {
  const problems: FormProblem[] = [];
  const reasonFor = (of: ReasonedAction) => {
    const reason = (draft.reasons[of] ?? '').trim();
    if (reason === '') problems.push({ field: fieldId.reason, code: 'reason' });
    if (reason.length > LIMIT) problems.push({ field: fieldId.reason, code: 'tooLong' });
    return reason;
  };
  const decided = (intent: OfficerIntent) => (problems.length > 0 ? { problems } : { intent });

  switch (action) {
    case 'receive':
    case 'startProcessing':
      return decided({ type: action });
    case 'notAccept':
    case 'stop':
      return decided({ type: action, reason: reasonFor(action) });
    case 'requestSupplement': {
      const items = supplementItems(draft, problems);
      const reason = reasonFor(action);
      const dueDay = isoFromDateParts(draft.due) ?? '';
      if (dueDay === '') problems.push({ field: fieldId.due, code: 'due' });
      else if (dueDay <= given.today) problems.push({ field: fieldId.due, code: 'dueEarly' });
      return decided({ type: action, items, reason, dueDay });
    }
    case 'requestFee': {
      const amount = given.fixedFee ?? amountOf(draft.amount);
      if (amount === null) problems.push({ field: fieldId.amount, code: 'amount' });
      return decided({ type: action, amount: amount ?? 0, reason: reasonFor(action) });
    }
    case 'finish': {
      const results = finishedResults(draft, problems);
      const note = draft.note.trim();
      if (note.length > LIMIT) problems.push({ field: fieldId.note, code: 'tooLong' });
      return decided({ type: action, note, results });
    }
    case 'return':
      if (draft.how === null) problems.push({ field: fieldId.how, code: 'how' });
      return decided({ type: action, how: draft.how ?? 'counter' });
    default:
      return unreachable(action);
  }
}

function supplementItems({ items }: Draft, problems: FormProblem[]) {
  const chosen = Object.entries(items);
  if (chosen.length === 0) problems.push({ field: fieldId.items, code: 'items' });
  return chosen.map(([document, text]) => {
    const what = text.trim();
    if (what === '') problems.push({ field: fieldId.what(document), code: 'what' });
    if (what.length > LIMIT) problems.push({ field: fieldId.what(document), code: 'tooLong' });
    return document === OTHER ? { what } : { document, what };
  });
}

function finishedResults({ results }: Draft, problems: FormProblem[]) {
  if (results.length === 0) problems.push({ field: fieldId.results, code: 'results' });
  if (results.some((result) => result.file === null)) problems.push({ field: fieldId.results, code: 'sending' });
  return results.flatMap(({ key, name, file }) => {
    const said = name.trim();
    if (said === '') problems.push({ field: fieldId.resultName(key), code: 'resultName' });
    if (said.length > LIMIT) problems.push({ field: fieldId.resultName(key), code: 'tooLong' });
    return file ? [{ ...file, name: said }] : [];
  });
}

/** The attempt to make for an intent: the one without an answer when it says the same, else a new one. */
export function attemptFor(work: Work, seen: number, intent: OfficerIntent, newId: () => Uuid): Attempt {
  const last = work.attempt;
  const same = last && last.seen === seen && JSON.stringify(last.intent) === JSON.stringify(intent);
  return same ? last : { id: newId(), seen, intent };
}
