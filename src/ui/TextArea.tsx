import { useTranslation } from 'react-i18next';
import { Field } from './Field.tsx';
import styles from './Field.module.css';
import type { FieldCommon } from './useField.ts';

export type TextAreaProps = FieldCommon & {
  value: string;
  onChange: (value: string) => void;
  onBlur?: (() => void) | undefined;
  rows?: number;
  /** In characters as a person counts them; shows how many are left, and lets one go over to trim later. */
  limit?: number | undefined;
  placeholder?: string | undefined;
};

/** Several lines of text, growing with what is written. */
export function TextArea({ id, label, hint, error, need, value, onChange, rows = 4, limit, ...rest }: TextAreaProps) {
  const { t } = useTranslation('ui');
  const left = limit === undefined ? undefined : limit - Array.from(value.normalize('NFC')).length;
  return (
    <Field id={id} label={label} hint={hint} error={error} need={need}>
      {(field) => (
        <>
          <textarea
            {...rest}
            {...field.control}
            rows={rows}
            autoComplete="off"
            className={styles.input}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          {left !== undefined && (
            <span className={styles.count}>
              {left >= 0 ? t('charactersLeft', { count: left }) : t('charactersOver', { count: -left })}
            </span>
          )}
        </>
      )}
    </Field>
  );
}
