import styles from './Bars.module.css';
import { cx } from './cx.ts';
import { segments, share01 } from './segments.ts';

export type ProgressBarProps = { value: number; label: string; tone?: 'info' | 'done' | 'waiting' };

/** A share of the whole, `value` in 0…1, with a name for those who listen. */
export function ProgressBar({ value, label, tone = 'info' }: ProgressBarProps) {
  const percent = Math.round(share01(value) * 100);
  return (
    <div
      className={cx(styles.bar, styles[tone])}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span className={styles.track}>
        <span className={styles.fill} style={{ inlineSize: `${percent}%` }} />
      </span>
    </div>
  );
}

export type PieceBarProps = { done: number; total: number; label: string };

/** Pieces that have arrived, a segment each; past a dozen they merge into one bar. */
export function PieceBar({ done, total, label }: PieceBarProps) {
  if (total > 12) return <ProgressBar value={done / total} label={label} tone="done" />;
  return (
    <div
      className={cx(styles.bar, styles.done)}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
    >
      {segments(done, total).map((share, at) => (
        <span key={at} className={styles.track}>
          <span className={styles.fill} style={{ inlineSize: `${share * 100}%` }} />
        </span>
      ))}
    </div>
  );
}
