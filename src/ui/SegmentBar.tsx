import styles from './SegmentBar.module.css';
import { cx } from './cx.ts';
import { segments } from './segments.ts';
import { VisuallyHidden } from './VisuallyHidden.tsx';

export type SegmentBarProps = {
  value: number;
  total: number;
  /** Drawn in this many segments; one makes a plain bar. */
  pieces?: number;
  /** Shares of those on their way: drawn after what is done, lighter, and part of no value. */
  begun?: readonly number[] | undefined;
  label: string;
  valueText?: string | undefined;
  tone: 'info' | 'done' | 'onDark';
};

/** The bar under every progress component: segments to look at, the platform's `<progress>` to listen to. */
export function SegmentBar({ value, total, pieces = total, begun, label, valueText, tone }: SegmentBarProps) {
  return (
    <div className={cx(styles.bar, styles[tone])}>
      <VisuallyHidden>
        <progress value={Math.min(value, total)} max={total} aria-label={label} aria-valuetext={valueText} />
      </VisuallyHidden>
      {segments(value * (pieces / total), pieces, begun).map((segment) => (
        <span key={segment.at} className={styles.track}>
          <span className={styles.fill} style={{ inlineSize: `${segment.share * 100}%` }} />
          <span className={cx(styles.fill, styles.begun)} style={{ inlineSize: `${segment.begun * 100}%` }} />
        </span>
      ))}
    </div>
  );
}
