import type { Choice } from './ChoiceChips.tsx';
import { cx } from './cx.ts';
import { FieldGroup } from './Field.tsx';
import { Icon } from './Icon.tsx';
import styles from './Choice.module.css';
import type { FieldCommon } from './useField.ts';

export type ChoiceListProps = FieldCommon & {
  options: readonly Choice[];
  value: readonly string[];
  /** The chosen values in the order they are offered. */
  onChange: (value: string[]) => void;
};

/** Any number of several, a row each. */
export function ChoiceList({ options, value, onChange, ...common }: ChoiceListProps) {
  const toggle = (changed: string, on: boolean) =>
    onChange(options.map((option) => option.value).filter((at) => (at === changed ? on : value.includes(at))));
  return (
    <FieldGroup {...common}>
      {(field) => (
        <div className={styles.rows}>
          {options.map((option) => (
            <label key={option.value} className={cx(styles.choice, styles.row)}>
              <input
                type="checkbox"
                value={option.value}
                checked={value.includes(option.value)}
                aria-describedby={field.describedBy}
                onChange={(event) => toggle(option.value, event.target.checked)}
              />
              <span className={styles.box}>
                <Icon name="check" size={18} />
              </span>
              <span>
                {option.label}
                {option.hint !== undefined && <span className={styles.hint}>{option.hint}</span>}
              </span>
            </label>
          ))}
        </div>
      )}
    </FieldGroup>
  );
}
