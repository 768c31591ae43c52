import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from './cx.ts';
import styles from './Field.module.css';
import { Icon } from './Icon.tsx';
import { useField } from './useField.ts';
import type { FieldCommon, FieldIds } from './useField.ts';

type Around = FieldCommon & { field: FieldIds };

function Label({ label, need }: Pick<FieldCommon, 'label' | 'need'>) {
  const { t } = useTranslation('ui');
  return (
    <>
      {label}
      {need && <span className={styles.need}> {t(need === 'required' ? 'required' : 'optional')}</span>}
    </>
  );
}

function HintAndError({ hint, error, field }: Pick<Around, 'hint' | 'error' | 'field'>) {
  return (
    <>
      {hint !== undefined && (
        <span id={field.hintId} className={styles.hint}>
          {hint}
        </span>
      )}
      {error !== undefined && (
        <span id={field.errorId} className={styles.error}>
          <Icon name="warning" size={18} />
          {error}
        </span>
      )}
    </>
  );
}

export type FieldProps = FieldCommon & {
  /** Draws the control; spread `field.control` on it. */
  children: (field: FieldIds) => ReactNode;
};

/** One control with its label, hint and error, tied together by ids. */
export function Field({ children, ...common }: FieldProps) {
  const field = useField(common);
  return (
    <div className={styles.field}>
      <label id={field.labelId} htmlFor={field.id} className={styles.label}>
        <Label {...common} />
      </label>
      {children(field)}
      <HintAndError {...common} field={field} />
    </div>
  );
}

/** Several controls that answer one question, as a fieldset whose legend is the label. */
export function FieldGroup({ children, ...common }: FieldProps) {
  const field = useField(common);
  return (
    <fieldset
      id={field.id}
      className={cx(styles.field, field.invalid && styles.wrong)}
      aria-describedby={field.describedBy}
    >
      <legend className={styles.label}>
        <Label {...common} />
      </legend>
      <div className={styles.field}>
        {children(field)}
        <HintAndError {...common} field={field} />
      </div>
    </fieldset>
  );
}
