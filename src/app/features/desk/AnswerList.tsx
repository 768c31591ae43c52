import type { Dossier } from '#core/dossier/dossier.ts';
import { answerGroups } from '#app/parts/answers.ts';
import { useAnswerWords } from '#app/parts/useAnswerWords.ts';
import { KeyValue } from '#ui/KeyValue.tsx';
import styles from './Dossier.module.css';
import type { Ground } from './useGround.ts';
import type { Words } from './words.ts';

/** The filled-in form, under the questions it was asked with. */
export function AnswerList({ dossier, ground, words }: { dossier: Dossier; ground: Ground; words: Words }) {
  const { t } = words;
  const procedure = ground.catalogue.madeBy(dossier);
  const newest = ground.catalogue.find(dossier.procedure)?.version;
  const groups = answerGroups(procedure, dossier.answers, useAnswerWords(ground.catalogue));
  if (groups.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('dossier.answers')}</h3>
      {procedure && newest !== dossier.version && (
        <p className={styles.quiet}>
          {t(procedure.version === dossier.version ? 'dossier.ofVersion' : 'dossier.olderForm', {
            version: dossier.version,
          })}
        </p>
      )}
      {groups.map((group) => (
        <div key={group.id} className={styles.group}>
          <h4 className={styles.question}>{group.question || t('answer.rest')}</h4>
          <KeyValue rows={group.rows} />
        </div>
      ))}
    </section>
  );
}
