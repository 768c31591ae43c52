import { useState } from 'react';
import { isRealDay } from '#core/calendar/day.ts';
import { formatDay } from '#core/text/when.ts';
import { DateField } from '#ui/DateField.tsx';
import { asText, type FieldKind, type InputProps } from './kind.ts';
import { dateAnswer, datePartsOf } from './dateAnswer.ts';

/** The boxes keep what is typed in them; the answer follows. */
function DateInput({ field, id, label, hint, error, need, value, onChange, onBlur }: InputProps<'date'>) {
  const [parts, setParts] = useState(() => datePartsOf(asText(value ?? '')));
  return (
    <DateField
      {...{ id, label, hint, error, need, onBlur }}
      birthday={field.prefill === 'person.birthDate'}
      value={parts}
      onChange={(next) => {
        setParts(next);
        onChange(dateAnswer(next));
      }}
    />
  );
}

const read = (answer: string | number): string => (isRealDay(String(answer)) ? formatDay(String(answer)) : '');

export const date: FieldKind<'date'> = {
  Input: (props) => <DateInput {...props} />,
  Output: ({ answer }) => read(asText(answer)),
  text: (_, answer) => read(asText(answer)),
};
