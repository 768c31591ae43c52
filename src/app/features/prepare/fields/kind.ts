import type { ReactNode } from 'react';
import type { Answer, Field, FieldType } from '#core/form/form.ts';
import type { Commune } from '#core/procedure/province.ts';
import type { LocalizedText } from '#core/text/localized.ts';

export type FieldOf<T extends FieldType> = Extract<Field, { type: T }>;

/** What answers are put into words with. */
export type Words = {
  readonly text: (localized: LocalizedText) => string;
  readonly unitName: (code: string) => string;
  readonly yes: string;
  readonly no: string;
  readonly confirmed: string;
};

export type InputProps<T extends FieldType> = {
  readonly field: FieldOf<T>;
  /** The control's id, or the group's. */
  readonly id: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly error: string | undefined;
  readonly need: 'optional' | undefined;
  readonly value: Answer | undefined;
  /** `undefined` takes the answer back. */
  readonly onChange: (answer: Answer | undefined) => void;
  /** The person has left the field: what is there is put into its final form and written. */
  readonly onBlur: () => void;
  /** Answered, and nothing is wrong with it. */
  readonly good: boolean;
  readonly communes: readonly Commune[];
  readonly words: Words;
};

/** Everything a type of field is: how it is asked, how it is shown again, how it reads in one line. */
export type FieldKind<T extends FieldType> = {
  readonly Input: (props: InputProps<T>) => ReactNode;
  readonly Output: (props: { field: FieldOf<T>; answer: Answer; words: Words }) => ReactNode;
  readonly text: (field: FieldOf<T>, answer: Answer, words: Words) => string;
  /** The form an answer is stored in, where that is not the one it is typed in. */
  readonly normalise?: (answer: Answer) => Answer;
};

/** An answer that reads the same on the review as in a line of text. */
export function asText(answer: Answer): string {
  return typeof answer === 'string' || typeof answer === 'number' ? String(answer) : '';
}
