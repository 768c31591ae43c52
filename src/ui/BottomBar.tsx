import type { ReactNode } from 'react';
import styles from './BottomBar.module.css';

/** Room for the primary action (and at most one beside it) at the thumb; goes into `Screen`'s `bottomBar`. */
export function BottomBar({ children }: { children: ReactNode }) {
  return <div className={styles.bar}>{children}</div>;
}
