import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import styles from './PaneLayout.module.css';
import { SkipLink } from './SkipLink.tsx';

export type PaneLayoutProps = {
  header: ReactNode;
  nav: ReactNode;
  /** The queue: a field and a list. */
  list: ReactNode;
  listLabel: string;
  /** What is open beside the queue; the pane is left out when nothing is. */
  detail?: ReactNode;
  detailLabel?: string | undefined;
  /** The decisions, kept in sight below the detail. */
  detailActions?: ReactNode;
};

/**
 * An officer's desk: where to go, the queue, what is open. Each pane scrolls on its own; F6 and
 * Shift+F6 move between panes, as between the parts of a desktop program.
 */
export function PaneLayout(props: PaneLayoutProps) {
  const { header, nav, list, listLabel, detail, detailLabel, detailActions } = props;
  const panes = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || !panes.current) return;
      event.preventDefault();
      const all = [...panes.current.children].filter((child) => child instanceof HTMLElement);
      const from = all.findIndex((pane) => pane.contains(document.activeElement));
      const to = event.shiftKey ? (from <= 0 ? all.length : from) - 1 : (from + 1) % all.length;
      all[to]?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <div className={styles.desk}>
      <SkipLink target="main" />
      {header}
      <div ref={panes} className={styles.panes}>
        <div tabIndex={-1} className={styles.nav}>
          {nav}
        </div>
        <main id="main" tabIndex={-1} aria-label={listLabel} className={styles.list}>
          {list}
        </main>
        {detail !== undefined && (
          <section tabIndex={-1} aria-label={detailLabel} className={styles.detail}>
            <div className={styles.paper}>{detail}</div>
            {detailActions !== undefined && <div className={styles.actions}>{detailActions}</div>}
          </section>
        )}
      </div>
    </div>
  );
}
