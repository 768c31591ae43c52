import { useTranslation } from 'react-i18next';
import styles from './Bars.module.css';
import { segments } from './segments.ts';

export type StepperProps = {
  /** Steps gone through; a fraction fills part of a segment. */
  value: number;
  total: number;
};

/** Progress through a few steps, gold on indigo, for the header. */
export function Stepper({ value, total }: StepperProps) {
  const { t } = useTranslation('ui');
  return (
    <div
      className={styles.steps}
      role="progressbar"
      aria-label={t('progress')}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={value}
      aria-valuetext={t('stepOf', { value: Math.ceil(value), total })}
    >
      {segments(value, total).map((share, at) => (
        <span key={at} className={styles.track}>
          <span className={styles.fill} style={{ inlineSize: `${share * 100}%` }} />
        </span>
      ))}
    </div>
  );
}
