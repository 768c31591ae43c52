import type { Answers } from '#core/form/form.ts';
import { findAnswer, visibleAnswers, visibleFields, visiblePages } from '#core/form/visible.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Language } from '#core/text/localized.ts';

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
