import { cx } from './cx.ts';
import { Field } from './Field.tsx';
import styles from './Field.module.css';
import { Icon } from './Icon.tsx';
import type { FieldCommon } from './useField.ts';

/** What the platform's own inputs understand, passed on as given. */
export type InputTraits = {
  type?: 'text' | 'tel' | 'email' | 'url' | 'password';
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'search' | undefined;
  autoCapitalize?: 'none' | 'sentences' | 'words' | 'characters' | undefined;
  placeholder?: string | undefined;
  maxLength?: number | undefined;
  spellCheck?: boolean | undefined;
  readOnly?: boolean | undefined;
  name?: string | undefined;
};

export type TextFieldProps = FieldCommon &
  InputTraits & {
    value: string;
    onChange: (value: string) => void;
    onBlur?: (() => void) | undefined;
    /** Checked and found right: a green border and a tick. */
    good?: boolean;
  };

/**
 * One line of text. The browser is told to keep no copy of its own: it writes what is typed into its session
 * files and its list of suggestions, unsealed, and keeps both after a person has signed out of a shared phone.
 */
export function TextField({ id, label, hint, error, need, value, onChange, good = false, ...traits }: TextFieldProps) {
  const shown = good && error === undefined;
  return (
    <Field id={id} label={label} hint={hint} error={error} need={need}>
      {(field) => (
        <span className={cx(styles.withMark, shown && styles.good)}>
          <input
            type="text"
            autoComplete="off"
            {...traits}
            {...field.control}
            className={styles.input}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          {shown && (
            <span className={styles.mark}>
              <Icon name="check" />
            </span>
          )}
        </span>
      )}
    </Field>
  );
}
