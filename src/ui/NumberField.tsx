import { useTranslation } from 'react-i18next';
import { Field } from './Field.tsx';
import fieldStyles from './Field.module.css';
import { IconButton } from './IconButton.tsx';
import styles from './NumberField.module.css';
import type { FieldCommon } from './useField.ts';

export type NumberFieldProps = FieldCommon & {
  /** The text as typed; what it means is decided by who validates it. */
  value: string;
  onChange: (value: string) => void;
  onBlur?: (() => void) | undefined;
  min?: number;
  max?: number;
  step?: number;
  /** "bản", "m²". */
  unit?: string | undefined;
};

/** A whole number, typed or stepped with two large buttons. */
export function NumberField(props: NumberFieldProps) {
  const { id, label, hint, error, need, value, onChange, onBlur, unit } = props;
  const { min = 0, max = Number.MAX_SAFE_INTEGER, step = 1 } = props;
  const { t } = useTranslation('ui');
  const stepBy = (by: number) => {
    const now = Number.parseInt(value, 10);
    onChange(String(Math.min(max, Math.max(min, Number.isNaN(now) ? min : now + by))));
  };
  return (
    <Field id={id} label={label} hint={hint} error={error} need={need}>
      {(field) => (
        <span className={styles.row}>
          <span className={styles.step}>
            <IconButton icon="minus" label={t('decrease', { label })} onClick={() => stepBy(-step)} />
          </span>
          <input
            {...field.control}
            type="text"
            inputMode="numeric"
            autoComplete="off"
            className={fieldStyles.input}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            onBlur={onBlur}
          />
          {unit !== undefined && <span>{unit}</span>}
          <span className={styles.step}>
            <IconButton icon="plus" label={t('increase', { label })} onClick={() => stepBy(step)} />
          </span>
        </span>
      )}
    </Field>
  );
}
