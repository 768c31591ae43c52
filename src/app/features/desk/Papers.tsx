import { formatBytes } from '#core/text/bytes.ts';
import { filePath } from '#protocol/http.ts';
import { PhotoGrid, PhotoTile, type PhotoTileProps } from '#ui/PhotoGrid.tsx';
import styles from './Dossier.module.css';
import { arrival, isImage, type Paper, type PaperPage } from './papers.ts';
import type { Words } from './words.ts';

type PapersProps = {
  id: string;
  /** Nothing more comes: the server asks no phone for the papers of a dossier that is closed. */
  closed: boolean;
  papers: readonly Paper[];
  paperName: (document: string) => string;
  hrefOf: (page: number) => string;
  words: Words;
};

/** The papers as thumbnails, each leading to its page in the viewer. */
export function Papers({ id, closed, papers, paperName, hrefOf, words }: PapersProps) {
  const { t, language } = words;
  if (papers.length === 0) return null;
  const { here, all } = arrival(papers);
  const tile = (page: PaperPage): PhotoTileProps => ({
    name: t('papers.pageOf', { name: paperName(page.document), page: page.number }),
    page: t('papers.page', { page: page.number }),
    size: formatBytes(page.file.size, language),
    src: page.here && isImage(page.file) ? imageSource(id, page) : undefined,
    status: statusOf(page, closed, words),
    href: hrefOf(page.place),
  });
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('dossier.papers')}</h3>
      {here < all && (
        <p className={styles.quiet}>{closed ? t('papers.restNever') : t('papers.arriving', { here, all })}</p>
      )}
      {papers.map((paper) => (
        <div key={paper.document} className={styles.group}>
          <h4 className={styles.question}>{paperName(paper.document)}</h4>
          <PhotoGrid label={paperName(paper.document)}>
            {paper.pages.map((page) => (
              <PhotoTile key={`${page.place}-${page.file.hash}`} {...tile(page)} />
            ))}
          </PhotoGrid>
        </div>
      ))}
    </section>
  );
}

function statusOf(page: PaperPage, closed: boolean, { t }: Words): PhotoTileProps['status'] {
  if (!page.here && closed) return { tone: 'neutral', text: t('papers.neverCame') };
  if (!page.here) return { tone: 'waiting', text: t('papers.onItsWay') };
  return page.since ? { tone: 'info', text: t(`papers.${page.since}`) } : undefined;
}

export function imageSource(id: string, page: PaperPage): string {
  return `${filePath(id, page.file.hash)}?inline=1`;
}
