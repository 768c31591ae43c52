import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './Stack.module.css';

export type StackProps = {
  children: ReactNode;
  /** `column` below each other; `flow` beside each other, wrapping; `halves` two of equal width while they fit. */
  as?: 'column' | 'flow' | 'halves';
  tight?: boolean;
};

/** Even room between things, so that no screen needs margins of its own. */
export function Stack({ children, as = 'column', tight = false }: StackProps) {
  return <div className={cx(styles[as], tight && styles.tight)}>{children}</div>;
}
