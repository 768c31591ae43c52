import { unreachable } from '#core/assert.ts';
import { isRealDay } from '#core/calendar/day.ts';
import type { Answer, Answers, Field } from '#core/form/form.ts';
import { findAnswer, visibleAnswers, visibleFields, visiblePages } from '#core/form/visible.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { LocalizedText } from '#core/text/localized.ts';
import { formatDay } from '#core/text/when.ts';

export type AnswerWords = {
  readonly text: (localized: LocalizedText) => string;
  readonly unitName: (code: string) => string;
  readonly yes: string;
  readonly no: string;
  readonly confirmed: string;
};

export type AnswerGroup = {
  readonly id: string;
  readonly question: string;
  readonly rows: readonly { readonly label: string; readonly value: string }[];
};

/**
 * What was submitted, page by page, as the form of today asks it. An answer it no longer asks for (the form
 * has changed since) is listed at the end under its id, never hidden.
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
      const answer = findAnswer(given, field.id);
      const value = answer === undefined ? '' : answerText(field, answer, words);
      return value === '' ? [] : [{ label: words.text(field.label), value }];
    }),
  }));
  const rest = Object.entries(answers)
    .filter(([id]) => !Object.hasOwn(given, id))
    .map(([id, answer]) => ({ label: id, value: plain(answer, words) }));
  return [...groups, { id: 'rest', question: '', rows: rest }].filter(({ rows }) => rows.length > 0);
}

function answerText(field: Field, answer: Answer, words: AnswerWords): string {
  switch (field.type) {
    case 'choice':
    case 'choices': {
      const values = Array.isArray(answer) ? answer : [answer];
      const chosen = field.options.filter(({ value }) => values.includes(value));
      return chosen.map(({ label }) => words.text(label)).join(', ');
    }
    case 'date':
      return typeof answer === 'string' && isRealDay(answer) ? formatDay(answer) : plain(answer, words);
    case 'number':
      return field.unit ? `${plain(answer, words)} ${words.text(field.unit)}` : plain(answer, words);
    case 'declaration':
      return answer === true ? words.confirmed : words.no;
    case 'text':
    case 'longText':
    case 'personName':
    case 'idNumber':
    case 'phone':
    case 'yesNo':
    case 'address':
      return plain(answer, words);
    default:
      return unreachable(field);
  }
}

function plain(answer: Answer, words: AnswerWords): string {
  if (typeof answer === 'boolean') return answer ? words.yes : words.no;
  if (Array.isArray(answer)) return answer.join(', ');
  if (typeof answer !== 'object') return String(answer);
  return [answer.detail, answer.unit && words.unitName(answer.unit)].filter(Boolean).join(', ');
}
