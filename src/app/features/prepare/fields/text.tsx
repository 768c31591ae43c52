import { TextArea } from '#ui/TextArea.tsx';
import { TextField, type TextFieldProps } from '#ui/TextField.tsx';
import { MAX_LENGTH } from '#core/form/validate.ts';
import { normaliseName } from '#core/person/name.ts';
import { normalisePhone } from '#core/person/phone.ts';
import type { Answer } from '#core/form/form.ts';
import { asText, type FieldKind, type InputProps } from './kind.ts';
import styles from './Output.module.css';

type LineProps = Omit<InputProps<'text'>, 'field' | 'good' | 'communes' | 'words'>;

function line({ id, label, hint, error, need, value, onChange, onBlur }: LineProps, traits: Partial<TextFieldProps>) {
  return <TextField {...{ id, label, hint, error, need, onChange, onBlur }} value={asText(value ?? '')} {...traits} />;
}

const tidy = (answer: Answer): Answer =>
  typeof answer === 'string' ? answer.normalize('NFC').replace(/\s+/g, ' ').trim() : answer;

export const text: FieldKind<'text'> = {
  Input: (props) => line(props, { autoCapitalize: 'sentences' }),
  normalise: tidy,
};

/** Capitals as the papers print them, from the moment the person leaves the field. */
export const personName: FieldKind<'personName'> = {
  Input: (props) => line(props, { autoCapitalize: 'characters', spellCheck: false }),
  normalise: (answer) => (typeof answer === 'string' ? normaliseName(answer) : answer),
};

export const phone: FieldKind<'phone'> = {
  Input: (props) => line(props, { type: 'tel', inputMode: 'tel', good: props.good }),
  normalise: (answer) => (typeof answer === 'string' ? normalisePhone(answer) : answer),
};

export const longText: FieldKind<'longText'> = {
  Input: ({ field, id, label, hint, error, need, value, onChange, onBlur }) => (
    <TextArea
      {...{ id, label, hint, error, need, onChange, onBlur }}
      value={asText(value ?? '')}
      limit={field.maxLength ?? MAX_LENGTH.longText}
    />
  ),
  Output: ({ answer }) => <span className={styles.lines}>{asText(answer)}</span>,
  normalise: (answer) => (typeof answer === 'string' ? answer.normalize('NFC').trim() : answer),
};
