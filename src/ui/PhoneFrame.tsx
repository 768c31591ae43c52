import type { ReactNode } from 'react';
import styles from './PhoneFrame.module.css';

/** A resident's screens: the whole phone, or on a wide screen a phone-width column beside a quiet ground. */
export function PhoneFrame({ children }: { children: ReactNode }) {
  return (
    <div className={styles.ground}>
      <div className={styles.column}>{children}</div>
    </div>
  );
}
