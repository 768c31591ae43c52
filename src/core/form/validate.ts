import { must, unreachable } from '#core/assert.ts';
import { isRealDay, type Day } from '#core/calendar/day.ts';
import { crossCheck, parseIdNumber, type IdNumberFault } from '#core/person/id-number.ts';
import { nameProblem } from '#core/person/name.ts';
import { isPhone } from '#core/person/phone.ts';
import { utf8Bytes } from '#core/text/bytes.ts';
import { OUTSIDE, type Answer, type Answers, type Field, type Form, type Page } from './form.ts';
import { findAnswer, visibleAnswers, visibleFields, visiblePages } from './visible.ts';

/** What is wrong with an answer: a key the screens have a sentence for, and what the sentence needs. */
export type Problem =
  | { key: 'required' }
  | { key: 'tooLong'; max: number }
  /** More than can travel; `max` in characters. */
  | { key: 'tooLongToSend'; max: number }
  | { key: 'notADay' }
  | { key: 'dayTooEarly'; min: Day }
  | { key: 'dayTooLate'; max: Day }
  | { key: 'idNumber'; reason: IdNumberFault }
  | { key: 'idBirthYear' }
  | { key: 'idSex' }
  | { key: 'nameCharacters' }
  | { key: 'phone' }
  | { key: 'numberRange'; min?: number; max?: number }
  | { key: 'notWhole' }
  | { key: 'notAnOption' }
  | { key: 'unitMissing' }
  | { key: 'addressDetailMissing' }
  | { key: 'addressOutsideMissing' }
  | { key: 'notConfirmed' };

/** `today` in Vietnam; `units` are the codes an address may name besides `OUTSIDE`, any code when absent. */
export type CheckContext = { readonly today: Day; readonly units?: ReadonlySet<string> };

export type FieldProblem = { fieldId: string; problem: Problem };
export type FormProblem = FieldProblem & { pageId: string };

/** Characters a field takes in NFC where the form does not say. Names and addresses have no say. */
export const MAX_LENGTH = { text: 120, longText: 1000, personName: 120, address: 200 } as const;

/** Bytes of one written answer, and of all answers together, that a submission with its papers' names has room for. */
const MAX_TEXT_BYTES = 32 * 1024;
const MAX_ANSWERS_BYTES = 160 * 1024;
/** So many characters never weigh more: three bytes each, or four for two. */
const MAX_TEXT_LENGTH = Math.floor(MAX_TEXT_BYTES / 3);

type FieldOf<T extends Field['type']> = Extract<Field, { type: T }>;

/**
 * The first problem of a field's answer, or null. An answer of a kind the field cannot hold, which only
 * a foreign client sends, gets the field's own problem, optional or not. Pass visible answers: dates and
 * identity numbers are compared with other answers.
 */
export function checkField(field: Field, answers: Answers, context: CheckContext): Problem | null {
  const answer = findAnswer(answers, field.id);
  if (answer === undefined || isBlank(answer)) {
    if (field.optional) return null;
    return field.type === 'declaration' ? { key: 'notConfirmed' } : { key: 'required' };
  }
  switch (field.type) {
    case 'text':
    case 'longText':
      return checkText(answer, field.maxLength ?? MAX_LENGTH[field.type]);
    case 'personName':
      return checkName(answer);
    case 'idNumber':
      return checkIdNumber(field, answer, answers);
    case 'date':
      return checkDate(field, answer, answers, context.today);
    case 'choice':
      return isOption(field, answer) ? null : { key: 'notAnOption' };
    case 'choices':
      return checkChoices(field, answer);
    case 'yesNo':
      return typeof answer === 'boolean' ? null : { key: 'notAnOption' };
    case 'number':
      return checkNumber(field, answer);
    case 'phone':
      return typeof answer === 'string' && isPhone(answer) ? null : { key: 'phone' };
    case 'address':
      return checkAddress(answer, context.units);
    case 'declaration':
      return answer === true || (field.optional && answer === false) ? null : { key: 'notConfirmed' };
    default:
      return unreachable(field);
  }
}

/** The problems of one page's visible fields, in order. Pass `visibleAnswers(form, answers)`. */
export function checkPage(page: Page, answers: Answers, context: CheckContext): FieldProblem[] {
  return visibleFields(page, answers).flatMap((field) => {
    const problem = checkField(field, answers, context);
    return problem ? [{ fieldId: field.id, problem }] : [];
  });
}

/** The problems of every visible field, in the order of the form. Empty means it may be submitted. */
export function checkForm(form: Form, answers: Answers, context: CheckContext): FormProblem[] {
  const given = visibleAnswers(form, answers);
  const problems = visiblePages(form, answers).flatMap((page) =>
    checkPage(page, given, context).map(({ fieldId, problem }) => ({ pageId: page.id, fieldId, problem })),
  );
  return problems.length > 0 || bytesOf(given) <= MAX_ANSWERS_BYTES ? problems : [tooMuch(form, given)];
}

/** Answers that are too much together, told of the longest of them. */
function tooMuch(form: Form, given: Answers): FormProblem {
  const asked = visiblePages(form, given).flatMap((page) =>
    visibleFields(page, given).map((field) => ({ pageId: page.id, fieldId: field.id })),
  );
  const heaviest = asked.toSorted((a, b) => bytesOf(given[b.fieldId] ?? '') - bytesOf(given[a.fieldId] ?? ''))[0];
  return { ...must(heaviest, 'a field'), problem: { key: 'tooLongToSend', max: MAX_LENGTH.longText } };
}

function bytesOf(answer: Answer | Answers): number {
  return utf8Bytes(JSON.stringify(answer));
}

/** Keys that no field of the form has. A server refuses them: nobody could ever have seen the question. */
export function unknownAnswers(form: Form, answers: Answers): string[] {
  const known = new Set(form.pages.flatMap((page) => page.fields.map((field) => field.id)));
  return Object.keys(answers).filter((fieldId) => !known.has(fieldId));
}

function isBlank(answer: Answer): boolean {
  if (typeof answer === 'string') return answer.trim() === '';
  if (Array.isArray(answer)) return answer.length === 0;
  return typeof answer === 'object' && answer.unit === '' && answer.detail.trim() === '';
}

function checkText(answer: Answer, max: number): Problem | null {
  if (typeof answer !== 'string') return { key: 'required' };
  if (utf8Bytes(answer) > MAX_TEXT_BYTES) return { key: 'tooLongToSend', max: Math.min(max, MAX_TEXT_LENGTH) };
  return answer.normalize('NFC').length > max ? { key: 'tooLong', max } : null;
}

function checkName(answer: Answer): Problem | null {
  if (typeof answer !== 'string') return { key: 'nameCharacters' };
  const key = nameProblem(answer);
  return key ? { key } : checkText(answer, MAX_LENGTH.personName);
}

function checkIdNumber(field: FieldOf<'idNumber'>, answer: Answer, answers: Answers): Problem | null {
  const parsed = parseIdNumber(typeof answer === 'string' ? answer : '');
  if (!parsed.ok) return { key: 'idNumber', reason: parsed.reason };
  const birthDate = field.birthDateField && findAnswer(answers, field.birthDateField);
  const sex = field.sexField && findAnswer(answers, field.sexField);
  const mismatch = crossCheck(parsed.value.number, {
    ...(typeof birthDate === 'string' && { birthDate }),
    ...((sex === 'male' || sex === 'female') && { sex }),
  });
  if (mismatch === null) return null;
  return { key: mismatch === 'sex' ? 'idSex' : 'idBirthYear' };
}

function checkDate(field: FieldOf<'date'>, answer: Answer, answers: Answers, today: Day): Problem | null {
  if (typeof answer !== 'string' || !isRealDay(answer)) return { key: 'notADay' };
  const min = resolveBound(field.min, answers, today);
  const max = resolveBound(field.max, answers, today);
  if (min !== null && answer < min) return { key: 'dayTooEarly', min };
  if (max !== null && answer > max) return { key: 'dayTooLate', max };
  return null;
}

/** The day a bound stands for; null while the field it points at has no date to compare with. */
function resolveBound(bound: FieldOf<'date'>['min'], answers: Answers, today: Day): Day | null {
  if (bound === undefined) return null;
  if (typeof bound === 'string') return bound === 'today' ? today : bound;
  const other = findAnswer(answers, bound.field);
  return typeof other === 'string' && isRealDay(other) ? other : null;
}

function isOption(field: FieldOf<'choice'> | FieldOf<'choices'>, answer: Answer): boolean {
  return field.options.some((option) => option.value === answer);
}

function checkChoices(field: FieldOf<'choices'>, answer: Answer): Problem | null {
  const valid =
    Array.isArray(answer) && new Set(answer).size === answer.length && answer.every((value) => isOption(field, value));
  return valid ? null : { key: 'notAnOption' };
}

function checkNumber(field: FieldOf<'number'>, answer: Answer): Problem | null {
  if (typeof answer !== 'number' || !Number.isSafeInteger(answer)) return { key: 'notWhole' };
  const { min, max } = field;
  const inRange = (min === undefined || answer >= min) && (max === undefined || answer <= max);
  if (inRange) return null;
  return { key: 'numberRange', ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
}

function checkAddress(answer: Answer, units: ReadonlySet<string> | undefined): Problem | null {
  if (typeof answer !== 'object' || Array.isArray(answer)) return { key: 'unitMissing' };
  const outside = answer.unit === OUTSIDE;
  if (answer.unit === '' || (!outside && units && !units.has(answer.unit))) return { key: 'unitMissing' };
  if (answer.detail.trim() === '') return { key: outside ? 'addressOutsideMissing' : 'addressDetailMissing' };
  return checkText(answer.detail, MAX_LENGTH.address);
}
