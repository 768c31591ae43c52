import { cx } from './cx.ts';
import styles from './FactRow.module.css';

export type Fact = { value: string; label: string; tone?: 'plain' | 'done' };

/** Two or three facts side by side, the answer above its name. */
export function FactRow({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={styles.row}>
      {facts.map((fact) => (
        <div key={fact.label} className={styles.fact}>
          <dt className={styles.label}>{fact.label}</dt>
          <dd className={cx(styles.value, fact.tone === 'done' && styles.done)}>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
