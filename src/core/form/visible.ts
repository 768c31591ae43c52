import type { DocumentRequirement, Procedure } from '#core/procedure/procedure.ts';
import type { Answer, Answers, Condition, Field, Form, Page } from './form.ts';

/** The answer to a field, or undefined. Ids come from data, so "constructor" must not find Object's own. */
export function findAnswer(answers: Answers, fieldId: string): Answer | undefined {
  return Object.hasOwn(answers, fieldId) ? answers[fieldId] : undefined;
}

/**
 * Whether a condition holds. A question about a field without an answer is false, so `is: false` needs
 * a "no" that was given; its `not` is true. A field with several values holds when one of them matches,
 * a number is compared by its digits. Pass visible answers only: a hidden answer does not count.
 */
export function holds(condition: Condition, answers: Answers): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, answers));
  if ('any' in condition) return condition.any.some((part) => holds(part, answers));
  if ('not' in condition) return !holds(condition.not, answers);
  const values = comparable(findAnswer(answers, condition.field));
  return 'is' in condition
    ? values.includes(condition.is)
    : values.some((value) => typeof value === 'string' && condition.in.includes(value));
}

function comparable(answer: Answer | undefined): (string | boolean)[] {
  if (answer === undefined) return [];
  if (Array.isArray(answer)) return answer;
  if (typeof answer === 'object') return [answer.unit];
  return [typeof answer === 'number' ? String(answer) : answer];
}

/** The pages a person is asked now, in order, without those of which no field would show. */
export function visiblePages(form: Form, answers: Answers): Page[] {
  return walk(form, answers).pages;
}

/**
 * The fields of a page that are asked now. Answers of this page's hidden fields are left out here; for
 * conditions that look at other pages pass `visibleAnswers(form, answers)`.
 */
export function visibleFields(page: Page, answers: Answers): Field[] {
  const given = { ...answers };
  for (const field of page.fields) delete given[field.id];
  return walkPage(page, answers, given);
}

/** The answers that count: those of fields that are asked now. Everything else stays on the phone only. */
export function visibleAnswers(form: Form, answers: Answers): Answers {
  return walk(form, answers).given;
}

/** The papers asked for with these answers. Without a form nothing can be answered, so all are listed. */
export function visibleDocuments(procedure: Procedure, answers: Answers): DocumentRequirement[] {
  if (!procedure.form) return procedure.documents;
  const given = visibleAnswers(procedure.form, answers);
  return procedure.documents.filter(({ showWhen }) => !showWhen || holds(showWhen, given));
}

/**
 * Goes through the form in the order people do. Each condition sees only what was visibly answered
 * before it, so a chain of hidden fields stays hidden and no condition can lead in a circle.
 */
function walk(form: Form, answers: Answers): { pages: Page[]; given: Answers } {
  const given: Answers = {};
  const pages: Page[] = [];
  for (const page of form.pages) {
    if (page.showWhen && !holds(page.showWhen, given)) continue;
    if (walkPage(page, answers, given).length > 0) pages.push(page);
  }
  return { pages, given };
}

/** The visible fields of one page; adds their answers to `given` on the way. */
function walkPage(page: Page, answers: Answers, given: Answers): Field[] {
  return page.fields.filter((field) => {
    if (field.showWhen && !holds(field.showWhen, given)) return false;
    const answer = findAnswer(answers, field.id);
    if (answer !== undefined) given[field.id] = answer;
    return true;
  });
}
