import { useState } from 'react';
import { DateField } from '#ui/DateField.tsx';
import { asText, type FieldKind, type InputProps } from './kind.ts';
import { dateAnswer, datePartsOf } from './dateAnswer.ts';

/** The boxes keep what is typed in them; the answer follows. */
function DateInput({ id, label, hint, error, need, value, onChange, onBlur }: InputProps<'date'>) {
  const [parts, setParts] = useState(() => datePartsOf(asText(value ?? '')));
  return (
    <DateField
      {...{ id, label, hint, error, need, onBlur }}
      value={parts}
      onChange={(next) => {
        setParts(next);
        onChange(dateAnswer(next));
      }}
    />
  );
}

export const date: FieldKind<'date'> = {
  Input: (props) => <DateInput {...props} />,
};
