import type { Answer, Field, FieldType } from '#core/form/form.ts';
import { address } from './address.tsx';
import { choice, choices, yesNo } from './choice.tsx';
import { date } from './date.tsx';
import { declaration } from './declaration.tsx';
import { idNumber } from './idNumber.tsx';
import type { FieldKind } from './kind.ts';
import { number } from './number.tsx';
import { longText, personName, phone, text } from './text.tsx';

const KINDS: { readonly [T in FieldType]: FieldKind<T> } = {
  text,
  longText,
  personName,
  idNumber,
  date,
  choice,
  choices,
  yesNo,
  number,
  phone,
  address,
  declaration,
};

/** How a type of field is asked, shown again and stored. */
export function kindOf<T extends FieldType>(type: T): FieldKind<T> {
  return KINDS[type];
}

/** An answer in the form it is stored in. */
export function normaliseAnswer(field: Field, answer: Answer): Answer {
  return kindOf<FieldType>(field.type).normalise?.(answer) ?? answer;
}
