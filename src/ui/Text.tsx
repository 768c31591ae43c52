import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './Text.module.css';

export type TextProps = {
  children: ReactNode;
  size?: 's' | 'm' | 'base' | 'l';
  quiet?: boolean;
  strong?: boolean;
  center?: boolean;
  id?: string | undefined;
  /** The language of the words, where it is not the page's. */
  lang?: string | undefined;
};

/** A paragraph in one of the few sizes there are. */
export function Text({ children, size = 'base', quiet = false, strong = false, center = false, id, lang }: TextProps) {
  return (
    <p
      id={id}
      lang={lang}
      className={cx(styles[size], quiet && styles.quiet, strong && styles.strong, center && styles.center)}
    >
      {children}
    </p>
  );
}
