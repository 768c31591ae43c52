import type { Answer, Field, FieldType } from '#core/form/form.ts';
import type { Commune } from '#core/procedure/province.ts';
import type { AnswerWords } from '#app/parts/answers.ts';
import { useText } from '#app/parts/useText.ts';
import { kindOf, normaliseAnswer } from './fields/kinds.ts';
import { controlId } from './problems.ts';

export type FieldInputProps = {
  field: Field;
  value: Answer | undefined;
  error: string | undefined;
  good: boolean;
  communes: readonly Commune[];
  words: AnswerWords;
  onChange: (answer: Answer | undefined) => void;
  /** Writes at once what is on screen. */
  onLeave: () => void;
};

/** One field of a page, asked in the way of its type. */
export function FieldInput({ field, value, error, good, communes, words, onChange, onLeave }: FieldInputProps) {
  const { text } = useText();
  const { Input } = kindOf<FieldType>(field.type);
  const leave = () => {
    const normalised = value === undefined ? undefined : normaliseAnswer(field, value);
    if (normalised !== undefined && JSON.stringify(normalised) !== JSON.stringify(value)) onChange(normalised);
    onLeave();
  };
  return (
    <Input
      field={field}
      id={controlId(field.id)}
      label={text(field.label)}
      hint={field.hint && text(field.hint)}
      error={error}
      need={field.optional ? 'optional' : undefined}
      value={value}
      good={good}
      communes={communes}
      words={words}
      onChange={onChange}
      onBlur={leave}
    />
  );
}
