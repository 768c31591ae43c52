import type { ReactNode } from 'react';
import styles from './Card.module.css';
import { cx } from './cx.ts';
import { Pressable } from './Pressable.tsx';
import type { Press } from './Pressable.tsx';

export type CardProps = Press & {
  tone?: 'plain' | 'dark' | 'info';
  /** The name of the whole card when it is one link or button and its content would read too long. */
  label?: string | undefined;
  children: ReactNode;
};

/** A white card on the grey ground; as a whole a link or a button when given `href` or `onClick`. */
export function Card({ tone = 'plain', label, children, ...press }: CardProps) {
  return (
    <Pressable {...press} className={cx(styles.card, styles[tone])} aria-label={label}>
      {children}
    </Pressable>
  );
}
