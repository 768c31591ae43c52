import type { ReactNode } from 'react';
import { BrocadeBand } from './BrocadeBand.tsx';
import styles from './Header.module.css';

export type HomeHeaderProps = {
  /** Commune and province. */
  place: string;
  greeting: string;
  chip?: ReactNode;
  /** The search field. */
  children?: ReactNode;
};

/** The header of the first screen: where one is, who one is, and the search. */
export function HomeHeader({ place, greeting, chip, children }: HomeHeaderProps) {
  return (
    <header className={styles.header}>
      <div className={styles.row}>
        <h1 className={styles.greeting}>
          <span className={styles.place}>{place}</span> {greeting}
        </h1>
        {chip}
      </div>
      {children !== undefined && <div className={styles.slot}>{children}</div>}
      <BrocadeBand />
    </header>
  );
}
