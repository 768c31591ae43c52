import { useEffect, useLayoutEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import { formatBytes } from '#core/text/bytes.ts';
import { filePath } from '#protocol/http.ts';
import { Button } from '#ui/Button.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { OutLink } from './OutLink.tsx';
import { isImage, type Paper, type PaperPage } from './papers.ts';
import { imageSource } from './Papers.tsx';
import { addressOf } from './places.ts';
import { useShortcuts } from './useShortcuts.ts';
import styles from './Viewer.module.css';
import type { Words } from './words.ts';

/** Steps of magnification; 1 shows the whole page. */
const ZOOMS = [1, 1.5, 2, 3, 4] as const;

type ViewerProps = {
  id: string;
  /** Nothing more comes. */
  closed: boolean;
  papers: readonly Paper[];
  /** Through all papers, from 1. */
  page: number;
  paperName: (document: string) => string;
  words: Words;
  onPage: (page: number) => void;
};

/** One page, large, beside the answers: turned, magnified and leafed through by keyboard. */
export function Viewer({ id, closed, papers, page, paperName, words, onPage }: ViewerProps) {
  const { t, language } = words;
  const pages = papers.flatMap((paper) => paper.pages);
  const shown = pages[page - 1] ?? pages.at(-1);
  const [zoom, setZoom] = useState(0);
  const [turn, setTurn] = useState(0);
  const show = (to: PaperPage | undefined) => {
    if (!to) return;
    setZoom(0);
    setTurn(0);
    onPage(to.place);
  };
  // From the address: a key held down comes faster than pages are drawn.
  const move = (by: number) => show(pages[(addressOf(window.location).page ?? page) - 1 + by]);
  const zoomBy = (by: number) => setZoom((now) => Math.min(ZOOMS.length - 1, Math.max(0, now + by)));
  const rotate = () => setTurn((now) => (now + 1) % 4);
  useShortcuts(true, {
    nextPage: () => move(1),
    previousPage: () => move(-1),
    zoomIn: () => zoomBy(1),
    zoomOut: () => zoomBy(-1),
    fit: () => setZoom(0),
    rotate,
  });
  const viewer = useRef<HTMLElement>(null);
  // Where panes stand one below the other the viewer would open out of sight.
  useEffect(() => {
    void viewer.current?.scrollIntoView({ block: 'start' });
  }, []);
  if (!shown) return null;
  const name = paperName(shown.document);
  const isPicture = shown.here && isImage(shown.file);

  return (
    <section ref={viewer} className={styles.viewer} aria-label={t('viewer.label')}>
      <nav aria-label={t('viewer.papers')} className={styles.papers}>
        {papers.map((paper) => (
          <div key={paper.document} className={styles.paper}>
            <span>{paperName(paper.document)}</span>
            {paper.pages.map((one) => (
              <button
                key={one.place}
                type="button"
                className={styles.page}
                aria-label={t('papers.pageOf', { name: paperName(paper.document), page: one.number })}
                aria-current={one === shown ? 'page' : undefined}
                onClick={() => show(one)}
              >
                {one.number}
              </button>
            ))}
          </div>
        ))}
      </nav>
      <div className={styles.bar}>
        <p className={styles.name} aria-live="polite">
          <b>{name}</b> {t('viewer.pageOf', { page: shown.number, of: shown.of })}
          {' · '}
          {formatBytes(shown.file.size, language)}
        </p>
        <IconButton icon="back" label={t('viewer.previous')} onClick={() => move(-1)} />
        <IconButton icon="chevron" label={t('viewer.next')} onClick={() => move(1)} />
        {/* Their room stays: the buttons before them are where they were, whatever is leafed to. */}
        <span className={styles.tools} data-idle={!isPicture || undefined}>
          <IconButton icon="minus" label={t('viewer.smaller')} onClick={() => zoomBy(-1)} />
          <span className={styles.percent}>{t('viewer.percent', { percent: (ZOOMS[zoom] ?? 1) * 100 })}</span>
          <IconButton icon="plus" label={t('viewer.larger')} onClick={() => zoomBy(1)} />
          <IconButton icon="refresh" label={t('viewer.rotate')} onClick={rotate} />
        </span>
      </div>
      <Page key={shown.place} id={id} closed={closed} page={shown} name={name} zoom={zoom} turn={turn} words={words} />
    </section>
  );
}

type PageProps = Pick<ViewerProps, 'id' | 'closed' | 'words'> & {
  page: PaperPage;
  name: string;
  zoom: number;
  turn: number;
};

function Page({ id, closed, page, name, zoom, turn, words: { t } }: PageProps) {
  const [failures, setFailures] = useState(0);
  const [failed, setFailed] = useState(false);
  const stage = useCentre(zoom);
  if (!page.here) {
    return (
      <div className={styles.stage}>
        {closed ? (
          <EmptyState icon="file" title={t('viewer.neverCame')} />
        ) : (
          <EmptyState icon="signal" title={t('viewer.notHere')}>
            {t('viewer.notHereWhy')}
          </EmptyState>
        )}
      </div>
    );
  }
  if (!isImage(page.file)) {
    return (
      <div className={styles.stage}>
        <EmptyState
          icon="file"
          title={t('viewer.pdf')}
          actions={
            <OutLink
              href={filePath(id, page.file.hash)}
              download={`${name} ${page.number}.pdf`}
              look={{ icon: 'download' }}
            >
              {t('viewer.download')}
            </OutLink>
          }
        />
      </div>
    );
  }
  if (failed) {
    const again = () => {
      setFailures(failures + 1);
      setFailed(false);
    };
    return (
      <div className={styles.stage}>
        <EmptyState
          icon="warning"
          title={t('viewer.failed')}
          actions={
            <Button variant="secondary" onClick={again}>
              {t('again')}
            </Button>
          }
        />
      </div>
    );
  }
  return (
    <div ref={stage} className={styles.stage} data-zoomed={zoom > 0 || undefined} onPointerDown={drag}>
      <div className={styles.sheet} data-zoom={zoom}>
        <img
          key={failures}
          src={imageSource(id, page)}
          alt={t('papers.pageOf', { name, page: page.number })}
          draggable={false}
          className={styles.image}
          data-turn={turn}
          onError={() => setFailed(true)}
        />
      </div>
    </div>
  );
}

const MIDDLE = { x: 0.5, y: 0.5 };

/** Keeps what is in the middle there, and in reach, while the page grows or shrinks around it. */
function useCentre(zoom: number): RefObject<HTMLDivElement | null> {
  const stage = useRef<HTMLDivElement>(null);
  const centre = useRef(MIDDLE);
  useLayoutEffect(() => {
    const box = stage.current;
    if (!box) return;
    if (zoom === 0) centre.current = MIDDLE;
    // What scrolls must be within reach of the keyboard.
    box.tabIndex = zoom === 0 ? -1 : 0;
    const { x, y } = centre.current;
    box.scrollTo(x * box.scrollWidth - box.clientWidth / 2, y * box.scrollHeight - box.clientHeight / 2);
    const note = () => {
      centre.current = {
        x: (box.scrollLeft + box.clientWidth / 2) / box.scrollWidth,
        y: (box.scrollTop + box.clientHeight / 2) / box.scrollHeight,
      };
    };
    box.addEventListener('scroll', note);
    return () => box.removeEventListener('scroll', note);
  }, [zoom]);
  return stage;
}

/** Moves a magnified page under the pointer. */
function drag(start: PointerEvent<HTMLDivElement>): void {
  const stage = start.currentTarget;
  // A finger scrolls by itself.
  if (start.button !== 0 || start.pointerType === 'touch') return;
  const from = { x: start.clientX + stage.scrollLeft, y: start.clientY + stage.scrollTop };
  stage.setPointerCapture(start.pointerId);
  const move = (event: globalThis.PointerEvent) => stage.scrollTo(from.x - event.clientX, from.y - event.clientY);
  const stop = () => stage.removeEventListener('pointermove', move);
  stage.addEventListener('pointermove', move);
  stage.addEventListener('pointerup', stop, { once: true });
  stage.addEventListener('pointercancel', stop, { once: true });
}
