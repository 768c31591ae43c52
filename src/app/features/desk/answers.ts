import { unreachable } from '#core/assert.ts';
import { isRealDay } from '#core/calendar/day.ts';
import type { Answer, Answers, Field } from '#core/form/form.ts';
import { findAnswer, visibleAnswers, visibleFields, visiblePages } from '#core/form/visible.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Language } from '#core/text/localized.ts';
import { formatDay } from '#core/text/when.ts';

/** The words an answer needs that content does not carry. */
export type AnswerWords = {
  readonly language: Language;
  readonly yes: string;
  readonly no: string;
  readonly declared: string;
  readonly unitName: (code: string) => string;
};

export type AnswerGroup = {
  readonly id: string;
  readonly question: string;
  readonly rows: readonly { readonly id: string; readonly label: string; readonly value: string }[];
};

/**
 * The answers as the form asked them, page by page; blank ones are left out. What the form of today
 * does not know (a dossier of an older version) is listed under its own id at the end, never hidden.
 */
export function answerGroups(procedure: Procedure | null, answers: Answers, words: AnswerWords): AnswerGroup[] {
  const form = procedure?.form;
  const shown = new Set<string>();
  const given = form ? visibleAnswers(form, answers) : {};
  const groups = (form ? visiblePages(form, answers) : []).map((page) => ({
    id: page.id,
    question: page.question[words.language],
    rows: visibleFields(page, given).flatMap((field) => {
      const answer = findAnswer(answers, field.id);
      if (answer === undefined) return [];
      shown.add(field.id);
      const value = answerText(field, answer, words);
      return value === '' ? [] : [{ id: field.id, label: field.label[words.language], value }];
    }),
  }));
  const rest = Object.entries(answers).filter(([id]) => !shown.has(id));
  const others = rest.map(([id, answer]) => ({ id, label: id, value: plainText(answer, words) }));
  return [...groups, { id: '', question: '', rows: others }].filter((group) => group.rows.length > 0);
}

/** The first few people the form names besides the applicant, under the questions that ask for them. */
export function peopleOf(procedure: Procedure | null, answers: Answers, applicant: string, language: Language) {
  const form = procedure?.form;
  if (!form) return [];
  const given = visibleAnswers(form, answers);
  return visiblePages(form, answers)
    .flatMap((page) => {
      const field = visibleFields(page, given).find((one) => one.type === 'personName');
      const name = field && findAnswer(given, field.id);
      const isOther = typeof name === 'string' && name !== '' && name !== applicant;
      return isOther ? [{ label: page.question[language], value: name }] : [];
    })
    .slice(0, 3);
}

/** One answer in words, by what its field means. */
function answerText(field: Field, answer: Answer, words: AnswerWords): string {
  const label = (value: string) => {
    const options = 'options' in field ? field.options : [];
    return options.find((option) => option.value === value)?.label[words.language] ?? value;
  };
  switch (field.type) {
    case 'choice':
      return typeof answer === 'string' ? label(answer) : plainText(answer, words);
    case 'choices':
      return Array.isArray(answer) ? answer.map(label).join(', ') : plainText(answer, words);
    case 'declaration':
      return answer === true ? words.declared : plainText(answer, words);
    case 'number':
      return [plainText(answer, words), field.unit?.[words.language]].filter(Boolean).join(' ');
    case 'text':
    case 'longText':
    case 'personName':
    case 'idNumber':
    case 'date':
    case 'yesNo':
    case 'phone':
    case 'address':
      return plainText(answer, words);
    default:
      return unreachable(field);
  }
}

function plainText(answer: Answer, words: AnswerWords): string {
  if (typeof answer === 'boolean') return answer ? words.yes : words.no;
  if (typeof answer === 'number') return String(answer);
  if (Array.isArray(answer)) return answer.join(', ');
  if (typeof answer === 'object') {
    return [answer.detail.trim(), answer.unit && words.unitName(answer.unit)].filter(Boolean).join(', ');
  }
  return isRealDay(answer) ? formatDay(answer) : answer;
}
