import { normaliseName } from '#core/person/name.ts';
import type { Answers, Form } from './form.ts';
import { findAnswer, visibleAnswers, visibleFields, visiblePages } from './visible.ts';

/**
 * Whose application it is: the name asked with prefill 'person.name', or else the first name asked.
 * Only the field is chosen this way, never the first answer: on a birth registration a missing parent's
 * name must not turn the child into the applicant. Null while that field is blank.
 */
export function applicantName(form: Form, answers: Answers): string | null {
  const given = visibleAnswers(form, answers);
  const names = visiblePages(form, answers)
    .flatMap((page) => visibleFields(page, given))
    .filter((field) => field.type === 'personName');
  const field = names.find(({ prefill }) => prefill === 'person.name') ?? names[0];
  const answer = field && findAnswer(given, field.id);
  return typeof answer === 'string' ? normaliseName(answer) || null : null;
}
