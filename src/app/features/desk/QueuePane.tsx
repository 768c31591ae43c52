import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#ui/Button.tsx';
import { DeskRows } from '#ui/DeskRow.tsx';
import { EmptyState, ErrorState } from '#ui/EmptyState.tsx';
import { Notice } from '#ui/Notice.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import styles from './Desk.module.css';
import { loadLine, loadMore } from './load.ts';
import { LIST_ID } from './Panes.tsx';
import type { Place } from './places.ts';
import { QueueRow } from './QueueRow.tsx';
import { lineKey, search, typeQuery, useDesk } from './store.ts';
import type { Ground } from './useGround.ts';
import { useWords } from './words.ts';

export const SEARCH_ID = 'desk-search';
const ROWS_ID = 'desk-rows';

type QueuePaneProps = { place: Exclude<Place, 'suspense'>; open: string | null; ground: Ground };

/** A queue with its search. What is known is shown at once, and read again behind it. */
export function QueuePane({ place, open, ground }: QueuePaneProps) {
  const { t, transport } = useWords(ground.today);
  const query = useDesk((state) => state.query);
  const line = useDesk((state) => state.lines[lineKey(place, query)]);
  const failure = useDesk((state) => state.lineFailure);
  useFocusReturn(open);
  useInSight(open, line !== undefined);
  const again = () => void loadLine(place, query);

  return (
    <>
      <Search />
      <output className={query === '' ? undefined : styles.found}>
        {query !== '' && line && t(line.next === null ? 'list.found' : 'list.foundMore', { count: line.rows.length })}
      </output>
      {line && failure && (
        <div className={styles.banner}>
          <Notice tone="waiting" title={t('list.old')} action={{ label: t('again'), onClick: again }}>
            {transport(failure)}
          </Notice>
        </div>
      )}
      {!line && failure && (
        <ErrorState
          title={t('list.failed')}
          actions={
            <Button variant="secondary" onClick={again}>
              {t('again')}
            </Button>
          }
        >
          {transport(failure)}
        </ErrorState>
      )}
      {!line && !failure && (
        <div className={styles.loading}>
          <Skeleton lines={8} />
        </div>
      )}
      {line?.rows.length === 0 && (
        <EmptyState
          icon={query === '' ? 'check' : 'search'}
          title={query === '' ? t(`empty.${place}`) : t('list.nothing', { query })}
        >
          {query === '' ? undefined : t('list.nothingHint')}
        </EmptyState>
      )}
      {line && line.rows.length > 0 && (
        <div id={ROWS_ID} className={styles.rows}>
          <DeskRows label={t(`place.${place}`)}>
            {line.rows.map((row) => (
              <QueueRow key={row.id} row={row} place={place} current={row.id === open} ground={ground} />
            ))}
          </DeskRows>
          {line.next !== null && <More key={line.next} onMore={() => void loadMore(place, query)} />}
        </div>
      )}
    </>
  );
}

/** Searches while one types, once the fingers rest. */
function Search() {
  const { t } = useTranslation('desk');
  const typed = useDesk((state) => state.typed);
  return (
    <div className={styles.search}>
      <SearchField id={SEARCH_ID} label={t('list.search')} value={typed} onChange={typeQuery} onSubmit={search} />
    </div>
  );
}

/** Reads on when it comes into view; a button for those who do not scroll. */
function More({ onMore }: { onMore: () => void }) {
  const { t } = useTranslation('desk');
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) latest.current();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className={styles.more}>
      <Button variant="secondary" size="small" onClick={onMore}>
        {t('list.more')}
      </Button>
    </div>
  );
}

function rowLinks(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`#${ROWS_ID} li > a`)];
}

function rowOf(id: string): HTMLElement | undefined {
  return rowLinks().find((link) => link.getAttribute('href')?.includes(id));
}

/** Moves focus so many lines on from the focused, else from the open one. */
export function moveRow(by: 1 | -1): void {
  const rows = rowLinks();
  const focused = rows.indexOf(document.activeElement as HTMLElement);
  const from = focused === -1 ? rows.findIndex((row) => row.getAttribute('aria-current') !== null) : focused;
  const to = from === -1 ? (by === 1 ? 0 : rows.length - 1) : from + by;
  rows[to]?.focus();
}

/** Moves focus to a dossier's line, to the first one when it is not there, else to the list. */
export function focusRow(id: string | null): void {
  const row = (id === null ? undefined : rowOf(id)) ?? rowLinks()[0];
  (row ?? document.getElementById(LIST_ID))?.focus();
}

/** The line of the open dossier is in sight, also when its address was opened directly. */
function useInSight(open: string | null, isRead: boolean): void {
  useEffect(() => {
    if (open === null || !isRead) return;
    void rowOf(open)?.scrollIntoView({ block: 'nearest' });
  }, [open, isRead]);
}

/** Back from a dossier, focus is on its line again. */
function useFocusReturn(open: string | null): void {
  useEffect(() => {
    const { cameFrom } = useDesk.getState();
    if (open !== null) useDesk.setState({ cameFrom: open });
    else if (cameFrom !== null) {
      useDesk.setState({ cameFrom: null });
      focusRow(cameFrom);
    }
  }, [open]);
}
