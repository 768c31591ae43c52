import { useId } from 'react';

/** What every field takes, whatever its control. */
export type FieldCommon = {
  /** The control's id, or the group's; the error summary leads to it. Given by React when left out. */
  id?: string | undefined;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Says in words that the field must be, or need not be, answered. */
  need?: 'required' | 'optional' | undefined;
};

/** The ids that tie label, hint and error to a control, and what to spread on it. */
export type FieldIds = {
  id: string;
  labelId: string;
  hintId: string;
  errorId: string;
  invalid: boolean;
  /** `undefined` when there is nothing to read out besides the label. */
  describedBy: string | undefined;
  /** For the control itself: `<input {...field.control} />`. */
  control: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': true | undefined;
    'aria-required': true | undefined;
  };
};

/** Ids and ARIA of one field. The error is read before the hint. */
export function useField({ id: given, hint, error, need }: Omit<FieldCommon, 'label'>): FieldIds {
  const own = useId();
  const id = given ?? own;
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const described = [error !== undefined && errorId, hint !== undefined && hintId].filter(Boolean).join(' ');
  const describedBy = described === '' ? undefined : described;
  const invalid = error !== undefined;
  return {
    id,
    labelId: `${id}-label`,
    hintId,
    errorId,
    invalid,
    describedBy,
    control: {
      id,
      'aria-describedby': describedBy,
      'aria-invalid': invalid || undefined,
      'aria-required': need === 'required' || undefined,
    },
  };
}

/** Moves focus to a field by its id: the control itself, or the first one (or the chosen one) of a group. */
export function focusField(id: string): void {
  const target = document.getElementById(id);
  if (!target) return;
  const control = target.matches('fieldset')
    ? (target.querySelector<HTMLElement>('input:checked') ??
      target.querySelector<HTMLElement>('input,select,textarea,button'))
    : target;
  control?.focus();
  (control ?? target).scrollIntoView({ block: 'center' });
}
