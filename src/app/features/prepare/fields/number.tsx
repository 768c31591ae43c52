import { NumberField } from '#ui/NumberField.tsx';
import type { Answer } from '#core/form/form.ts';
import { asText, type FieldKind } from './kind.ts';

/** A whole number as one; what is not yet a number is kept as typed, and validation says so. */
export function numberAnswer(typed: string): Answer | undefined {
  const text = typed.trim();
  if (text === '') return undefined;
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

export const number: FieldKind<'number'> = {
  Input: ({ field, id, label, hint, error, need, value, onChange, onBlur, words }) => (
    <NumberField
      {...{ id, label, hint, error, need, onBlur }}
      value={asText(value ?? '')}
      onChange={(typed) => onChange(numberAnswer(typed))}
      {...(field.min !== undefined && { min: field.min })}
      {...(field.max !== undefined && { max: field.max })}
      unit={field.unit && words.text(field.unit)}
    />
  ),
};
