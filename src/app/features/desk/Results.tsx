import type { Dossier } from '#core/dossier/dossier.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { filePath } from '#protocol/http.ts';
import styles from './Dossier.module.css';
import { OutLink } from './OutLink.tsx';
import { isImage } from './papers.ts';
import type { Words } from './words.ts';

/** The files that are the result; a picture opens beside the desk, a PDF comes as a download. */
export function Results({ dossier, words }: { dossier: Dossier; words: Words }) {
  const { t, language } = words;
  if (dossier.results.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('dossier.results')}</h3>
      <ul className={styles.results}>
        {dossier.results.map((result) => {
          const path = filePath(dossier.id, result.hash);
          return (
            <li key={result.hash}>
              {isImage(result) ? (
                <OutLink href={`${path}?inline=1`}>{result.name}</OutLink>
              ) : (
                <OutLink href={path} download={`${result.name}.pdf`}>
                  {result.name}
                </OutLink>
              )}
              <span className={styles.quiet}>{formatBytes(result.size, language)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
