import { unreachable } from '#core/assert.ts';
import { isRealDay } from '#core/calendar/day.ts';
import type { Answer, Answers, Field } from '#core/form/form.ts';
import { findAnswer, visibleAnswers, visibleFields, visiblePages } from '#core/form/visible.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { LocalizedText } from '#core/text/localized.ts';
import { formatDay } from '#core/text/when.ts';

/** What answers are put into words with; `useAnswerWords` has them in the language on screen. */
export type AnswerWords = {
  readonly text: (localized: LocalizedText) => string;
  /** The place an address names by a unit's code, or by `OUTSIDE`. */
  readonly unitName: (code: string) => string;
  readonly yes: string;
  readonly no: string;
  readonly confirmed: string;
};

export type AnswerGroup = {
  readonly id: string;
  /** Empty for what the form does not ask. */
  readonly question: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
};

/**
 * What was answered, page by page, as the form asks it; blank answers are left out. What this form does not ask
 * (it has changed since) is listed at the end under its id, never hidden.
 */
export function answerGroups(
  procedure: Procedure | null,
  answers: Answers,
  words: AnswerWords,
): readonly AnswerGroup[] {
  const form = procedure?.form;
  const given = form ? visibleAnswers(form, answers) : {};
  const groups = (form ? visiblePages(form, answers) : []).map((page) => ({
    id: page.id,
    question: words.text(page.question),
    rows: visibleFields(page, given).flatMap((field) => {
      const value = answerText(field, findAnswer(given, field.id), words);
      return value === '' ? [] : [{ label: words.text(field.label), value }];
    }),
  }));
  const rest = Object.entries(answers)
    .filter(([id]) => !Object.hasOwn(given, id))
    .map(([id, answer]) => ({ label: id, value: plainText(answer, words) }));
  return [...groups, { id: '', question: '', rows: rest }].filter(({ rows }) => rows.length > 0);
}

/** One answer in words, by what its field means; '' when there is none. What the field cannot hold reads as it is. */
export function answerText(field: Field, answer: Answer | undefined, words: AnswerWords): string {
  if (answer === undefined) return '';
  const label = (value: string) => {
    const options = 'options' in field ? field.options : [];
    const option = options.find((one) => one.value === value);
    return option ? words.text(option.label) : value;
  };
  switch (field.type) {
    case 'choice':
      return typeof answer === 'string' ? label(answer) : plainText(answer, words);
    case 'choices':
      return Array.isArray(answer) ? answer.map(label).join(', ') : plainText(answer, words);
    case 'declaration':
      return answer === true ? words.confirmed : plainText(answer, words);
    case 'number':
      return [plainText(answer, words), field.unit && words.text(field.unit)].filter(Boolean).join(' ');
    case 'date':
      return typeof answer === 'string' && isRealDay(answer) ? formatDay(answer) : plainText(answer, words);
    case 'text':
    case 'longText':
    case 'personName':
    case 'idNumber':
    case 'yesNo':
    case 'phone':
    case 'address':
      return plainText(answer, words);
    default:
      return unreachable(field);
  }
}

/** An address as its parts: what is near first, and then where that is. */
export function addressLines(answer: Answer, words: AnswerWords): readonly string[] {
  if (typeof answer !== 'object' || Array.isArray(answer)) return [];
  return [answer.detail.trim(), answer.unit && words.unitName(answer.unit)].filter((line) => line !== '');
}

function plainText(answer: Answer, words: AnswerWords): string {
  if (typeof answer === 'boolean') return answer ? words.yes : words.no;
  if (Array.isArray(answer)) return answer.join(', ');
  return typeof answer === 'object' ? addressLines(answer, words).join(', ') : String(answer);
}
