import type { DeskDossier } from '#protocol/desk.ts';
import { KeyValue } from '#ui/KeyValue.tsx';
import styles from './Dossier.module.css';
import type { Words } from './words.ts';

/** How the citizen found the service, once said. */
export function Rating({ rating, words }: { rating: DeskDossier['rating']; words: Words }) {
  const { t, moment } = words;
  if (!rating) return null;
  const score = t('rating.score', { rating: rating.rating });
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('rating.title')}</h3>
      <KeyValue rows={[{ label: moment(rating.at), value: rating.words ? `${score} · ${rating.words}` : score }]} />
    </section>
  );
}
