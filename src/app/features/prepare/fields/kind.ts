import type { ReactNode } from 'react';
import type { Answer, Field, FieldType } from '#core/form/form.ts';
import type { Commune } from '#core/procedure/province.ts';
import type { AnswerWords } from '#app/parts/answers.ts';

export type FieldOf<T extends FieldType> = Extract<Field, { type: T }>;

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
  readonly words: AnswerWords;
};

/** How a type of field is asked, shown again and stored. How it reads in a line of text is `answerText`. */
export type FieldKind<T extends FieldType> = {
  readonly Input: (props: InputProps<T>) => ReactNode;
  /** Shows an answer on the review, where a line of text is not how it reads best. */
  readonly Output?: (props: { answer: Answer; words: AnswerWords }) => ReactNode;
  /** The form an answer is stored in, where that is not the one it is typed in. */
  readonly normalise?: (answer: Answer) => Answer;
};

/** What stands in a control of text. */
export function asText(answer: Answer): string {
  return typeof answer === 'string' || typeof answer === 'number' ? String(answer) : '';
}
