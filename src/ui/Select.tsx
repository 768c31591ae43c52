import { useTranslation } from 'react-i18next';
import type { Choice } from './ChoiceChips.tsx';
import { Field } from './Field.tsx';
import styles from './Field.module.css';
import type { FieldCommon } from './useField.ts';

export type SelectProps = FieldCommon & {
  options: readonly Choice[];
  /** `''` while nothing is chosen. */
  value: string;
  onChange: (value: string) => void;
};

/** One of many, with the phone's own picker. */
export function Select({ options, value, onChange, ...common }: SelectProps) {
  const { t } = useTranslation('ui');
  return (
    <Field {...common}>
      {(field) => (
        <select
          {...field.control}
          autoComplete="off"
          className={styles.input}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {value === '' && <option value="">{t('choose')}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
