import { useEffect, useRef, type ReactNode } from 'react';
import { SkipLink } from '#ui/SkipLink.tsx';
import styles from './Desk.module.css';

/** The list's id; the keyboard comes back to it. */
export const LIST_ID = 'desk-list';
const DETAIL_ID = 'desk-detail';

export type PanesProps = {
  /** `check` gives the open dossier the room of the list as well, for papers beside answers. */
  view: 'list' | 'open' | 'check';
  header: ReactNode;
  nav: ReactNode;
  list: ReactNode;
  listLabel: string;
  detail: ReactNode;
  detailLabel: string;
};

/**
 * Where to go, the queue, and what is open beside it: three panes on a wide screen, two on a smaller
 * one, one after the other below that. F6 and Shift+F6 move between panes.
 */
export function Panes({ view, header, nav, list, listLabel, detail, detailLabel }: PanesProps) {
  const panes = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || !panes.current) return;
      event.preventDefault();
      const all = [...panes.current.querySelectorAll<HTMLElement>('[data-pane]')].filter(
        (pane) => pane.offsetParent !== null,
      );
      const from = all.findIndex((pane) => pane.contains(document.activeElement));
      const to = event.shiftKey ? (from <= 0 ? all.length : from) - 1 : (from + 1) % all.length;
      all[to]?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <div className={styles.desk}>
      <SkipLink target={view === 'check' ? DETAIL_ID : LIST_ID} />
      {header}
      <div ref={panes} className={styles.panes} data-view={view}>
        <div tabIndex={-1} data-pane className={styles.nav}>
          {nav}
        </div>
        <main className={styles.main}>
          <section id={LIST_ID} tabIndex={-1} data-pane aria-label={listLabel} className={styles.list}>
            {list}
          </section>
          {view !== 'list' && (
            <section id={DETAIL_ID} tabIndex={-1} data-pane aria-label={detailLabel} className={styles.detail}>
              {detail}
            </section>
          )}
        </main>
      </div>
    </div>
  );
}
