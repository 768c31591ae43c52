import { useTranslation } from 'react-i18next';
import { filesOf, type Dossier } from '#core/dossier/dossier.ts';
import { replacementId, type LostPaper } from '#core/dossier/replacement.ts';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { useLostHere } from '#app/state/lost-device.ts';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Question } from '#ui/Question.tsx';
import { Text } from '#ui/Text.tsx';
import { usePaperName } from './usePaperName.ts';
import styles from './Track.module.css';

type LostPapersProps = { dossier: Dossier; papers: readonly LostPaper[] };

/**
 * Papers the dossier waits for and this phone cannot send. Where its own store was lost they have to be photographed
 * again; otherwise the phone that took them comes first, and photographing again is for when that one is gone.
 */
export function LostPapers({ dossier, papers }: LostPapersProps) {
  const { t } = useTranslation('dossiers');
  const nameOf = usePaperName(dossier);
  const lostHere = useLostHere()(dossier);
  const begun = useApp((app) => app.supplements.find(({ id }) => id === replacementId(dossier.id)));
  const taken = begun ? filesOf(begun.attachments).length : 0;
  const count = papers.reduce((sum, { numbers }) => sum + numbers.length, 0);
  return (
    <>
      <Question hint={lostHere ? t('act.lost.text') : t('act.lost.elsewhereText')}>
        {lostHere ? t('act.lost.title', { count }) : t('act.lost.elsewhere', { count })}
      </Question>
      <ul className={styles.items}>
        {papers.map(({ document, numbers, of }) => (
          <li key={document}>
            {numbers.length < of
              ? t('act.lost.some', { name: nameOf(document), pages: numbers.join(', '), of })
              : t('act.lost.all', { name: nameOf(document), count: of })}
          </li>
        ))}
      </ul>
      {taken > 0 && (
        <Text size="m" strong>
          {t('act.lost.begun', { count: taken })}
        </Text>
      )}
      <LinkButton
        href={paths.replacement(dossier.id)}
        icon="camera"
        variant={lostHere || taken > 0 ? 'primary' : 'secondary'}
      >
        {taken > 0 ? t('act.lost.goOn') : t('act.lost.action')}
      </LinkButton>
    </>
  );
}
