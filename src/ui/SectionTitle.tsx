import type { ReactNode } from 'react';
import { Pressable } from './Pressable.tsx';
import type { Press } from './Pressable.tsx';
import styles from './SectionTitle.module.css';

export type SectionTitleProps = { children: ReactNode; action?: (Press & { label: string }) | undefined };

/** A heading over a group of cards, with at most one link at its end. */
export function SectionTitle({ children, action }: SectionTitleProps) {
  return (
    <div className={styles.row}>
      <h2>{children}</h2>
      {action && (
        <Pressable href={action.href} onClick={action.onClick} className={styles.action}>
          {action.label}
        </Pressable>
      )}
    </div>
  );
}
