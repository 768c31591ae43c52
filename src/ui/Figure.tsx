import type { ReactNode } from 'react';
import styles from './Figure.module.css';

/** One large number or amount, with a line above and below it. */
export function Figure({ over, value, under }: { over?: ReactNode; value: ReactNode; under?: ReactNode }) {
  return (
    <div className={styles.figure}>
      {over !== undefined && <p className={styles.over}>{over}</p>}
      <p className={styles.value}>{value}</p>
      {under !== undefined && <p className={styles.under}>{under}</p>}
    </div>
  );
}
