import type { ReactNode } from 'react';
import styles from './KeyValue.module.css';

export type KeyValueRow = { label: string; value: ReactNode };

/** Pairs of name and value with dashed lines between them. */
export function KeyValue({ rows }: { rows: readonly KeyValueRow[] }) {
  return (
    <dl className={styles.list}>
      {rows.map((row) => (
        <div key={row.label} className={styles.row}>
          <dt className={styles.label}>{row.label}</dt>
          <dd className={styles.value}>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
