import { cx } from './cx.ts';
import { FieldGroup } from './Field.tsx';
import { Icon } from './Icon.tsx';
import type { IconName } from './Icon.tsx';
import styles from './Choice.module.css';
import type { FieldCommon } from './useField.ts';

export type Choice = { value: string; label: string; hint?: string | undefined; icon?: IconName | undefined };

export type ChoiceChipsProps = FieldCommon & {
  options: readonly Choice[];
  /** The chosen value; `null` or one that is not offered leaves all unchosen. */
  value: string | null;
  onChange: (value: string) => void;
  /** Chips flow in lines, rows stand below each other. By default rows when there are many or long ones. */
  layout?: 'chips' | 'rows' | undefined;
};

/** One of several, as chips or rows. Native radio buttons underneath, so the arrow keys work as everywhere. */
export function ChoiceChips({ options, value, onChange, layout, ...common }: ChoiceChipsProps) {
  const long = options.length > 12 || options.some((option) => option.label.length > 26 || option.hint !== undefined);
  const rows = layout === undefined ? long : layout === 'rows';
  return (
    <FieldGroup {...common}>
      {(field) => (
        <div className={rows ? styles.rows : styles.chips}>
          {options.map((option) => (
            <label key={option.value} className={cx(styles.choice, rows && styles.row)}>
              <input
                type="radio"
                name={field.id}
                value={option.value}
                checked={option.value === value}
                aria-describedby={field.describedBy}
                onChange={() => onChange(option.value)}
              />
              {option.icon && <Icon name={option.icon} />}
              {rows && <span className={styles.dot} />}
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
