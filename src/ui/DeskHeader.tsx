import type { ReactNode } from 'react';
import { BrocadeBand } from './BrocadeBand.tsx';
import styles from './Header.module.css';

export type DeskHeaderProps = {
  product: string;
  place: string;
  chip?: ReactNode;
  /** Who is at the desk, with what opens their menu. */
  children?: ReactNode;
};

/** The header of an officer's desk, across the whole width. */
export function DeskHeader({ product, place, chip, children }: DeskHeaderProps) {
  return (
    <header className={styles.header}>
      <div className={styles.deskRow}>
        <h1 className={styles.product}>{product}</h1>
        <span className={styles.deskPlace}>{place}</span>
        {chip}
        {children}
      </div>
      <BrocadeBand />
    </header>
  );
}
