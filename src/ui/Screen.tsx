import type { ReactNode } from 'react';
import { SkipLink } from './SkipLink.tsx';
import styles from './Screen.module.css';

export type ScreenProps = {
  header: ReactNode;
  children: ReactNode;
  /** The primary action, at the thumb. */
  bottomBar?: ReactNode;
  tabBar?: ReactNode;
};

/** One screen: header, content, and below it the primary action and the tabs. */
export function Screen({ header, children, bottomBar, tabBar }: ScreenProps) {
  return (
    <div className={styles.screen}>
      <SkipLink target="main" />
      {header}
      <main id="main" tabIndex={-1} className={styles.main}>
        {children}
      </main>
      {(bottomBar !== undefined || tabBar !== undefined) && (
        <footer className={styles.foot}>
          {bottomBar}
          {tabBar}
        </footer>
      )}
    </div>
  );
}
