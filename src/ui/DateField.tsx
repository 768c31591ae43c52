import { useTranslation } from 'react-i18next';
import type { DateParts } from './dateParts.ts';
import { FieldGroup } from './Field.tsx';
import fieldStyles from './Field.module.css';
import styles from './DateField.module.css';
import type { FieldCommon } from './useField.ts';

const boxes = ['day', 'month', 'year'] as const;

export type DateFieldProps = FieldCommon & {
  value: DateParts;
  onChange: (value: DateParts) => void;
  /** Called when focus leaves all three boxes, not when it moves between them. */
  onBlur?: (() => void) | undefined;
  /** Which boxes the error is about; all of them when left out. */
  wrong?: readonly (keyof DateParts)[] | undefined;
};

/** Day, month and year in three boxes; nothing jumps while one types. */
export function DateField({ value, onChange, onBlur, wrong, ...common }: DateFieldProps) {
  const { t } = useTranslation('ui');
  return (
    <FieldGroup {...common}>
      {(field) => (
        <span
          className={styles.row}
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) onBlur?.();
          }}
        >
          {boxes.map((box) => (
            <label key={box} className={styles[box]}>
              <span className={styles.name}>{t(box)}</span>
              <input
                id={`${field.id}-${box}`}
                type="text"
                inputMode="numeric"
                maxLength={box === 'year' ? 4 : 2}
                autoComplete="off"
                className={fieldStyles.input}
                aria-invalid={(field.invalid && (wrong?.includes(box) ?? true)) || undefined}
                aria-required={common.need === 'required' || undefined}
                value={value[box]}
                onChange={(event) => onChange({ ...value, [box]: event.target.value })}
              />
            </label>
          ))}
        </span>
      )}
    </FieldGroup>
  );
}
