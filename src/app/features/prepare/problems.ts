import type { TFunction } from 'i18next';
import { unreachable } from '#core/assert.ts';
import type { Field } from '#core/form/form.ts';
import type { Problem } from '#core/form/validate.ts';
import { formatDay } from '#core/text/when.ts';
import { addressPartId } from './fields/address.tsx';

/** What is wrong with an answer, in words that say what to do. */
export function problemText(problem: Problem, t: TFunction<'form'>): string {
  switch (problem.key) {
    case 'tooLong':
      return t('problem.tooLong', { max: problem.max });
    case 'tooLongToSend':
      return t('problem.tooLongToSend', { max: problem.max });
    case 'dayTooEarly':
      return t('problem.dayTooEarly', { day: formatDay(problem.min) });
    case 'dayTooLate':
      return t('problem.dayTooLate', { day: formatDay(problem.max) });
    case 'idNumber':
      return t(`problem.idNumber.${problem.reason}`);
    case 'numberRange':
      return rangeText(problem, t);
    case 'required':
    case 'notADay':
    case 'idBirthYear':
    case 'idSex':
    case 'nameCharacters':
    case 'phone':
    case 'notWhole':
    case 'notAnOption':
    case 'unitMissing':
    case 'addressDetailMissing':
    case 'addressOutsideMissing':
    case 'notConfirmed':
      return t(`problem.${problem.key}`);
    default:
      return unreachable(problem);
  }
}

function rangeText({ min, max }: { min?: number; max?: number }, t: TFunction<'form'>): string {
  if (min === undefined) return t('problem.numberAtMost', { max });
  if (max === undefined) return t('problem.numberAtLeast', { min });
  return t('problem.numberBetween', { min, max });
}

/** The id of a field's control, apart from every other id on the page. */
export function controlId(fieldId: string): string {
  return `f-${fieldId}`;
}

/** Where a link to a problem leads: the field, or the part of it that is wrong. */
export function problemTarget(field: Field, problem: Problem): string {
  const id = controlId(field.id);
  if (field.type !== 'address') return id;
  return addressPartId(id, problem.key === 'unitMissing' || problem.key === 'required' ? 'unit' : 'detail');
}
