import type { ReactNode } from 'react';
import styles from './Choice.module.css';
import fieldStyles from './Field.module.css';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import { useField } from './useField.ts';
import type { FieldCommon } from './useField.ts';

export type CheckRowProps = Omit<FieldCommon, 'label' | 'hint'> & {
  children: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
};

/** One thing to agree to or declare. */
export function CheckRow({ children, checked, onChange, ...common }: CheckRowProps) {
  const field = useField(common);
  return (
    <div className={fieldStyles.field}>
      <label className={cx(styles.choice, styles.row)}>
        <input
          {...field.control}
          type="checkbox"
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className={styles.box}>
          <Icon name="check" size={18} />
        </span>
        <span>{children}</span>
      </label>
      {common.error !== undefined && (
        <span id={field.errorId} className={fieldStyles.error}>
          <Icon name="warning" size={18} />
          {common.error}
        </span>
      )}
    </div>
  );
}
