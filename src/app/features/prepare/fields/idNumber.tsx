import { useState } from 'react';
import { TextField } from '#ui/TextField.tsx';
import { asText, type FieldKind, type InputProps } from './kind.ts';
import styles from './Output.module.css';

/** Twelve digits in the groups people read them out in: "010 1920 04512". Anything else stays as it is. */
export function groupDigits(text: string): string {
  const match = /^(\d{3})(\d{4})(\d{5})$/.exec(text);
  return match ? match.slice(1).join(' ') : text;
}

/** Groups appear once the field is left: nothing jumps while one types. */
function IdNumberInput({ id, label, hint, error, need, value, onChange, onBlur, good }: InputProps<'idNumber'>) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextField
      {...{ id, label, hint, error, need, good }}
      inputMode="numeric"
      value={typed ?? groupDigits(asText(value ?? ''))}
      onChange={(text) => {
        setTyped(text);
        onChange(text.replace(/\s/g, ''));
      }}
      onBlur={() => {
        setTyped(null);
        onBlur();
      }}
    />
  );
}

export const idNumber: FieldKind<'idNumber'> = {
  Input: (props) => <IdNumberInput {...props} />,
  Output: ({ answer }) => <span className={styles.digits}>{groupDigits(asText(answer))}</span>,
};
