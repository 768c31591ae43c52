import { useTranslation } from 'react-i18next';
import type { DocumentRequirement, Procedure } from '#core/procedure/procedure.ts';
import { useText } from '#app/parts/useText.ts';
import { Card } from '#ui/Card.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Text } from '#ui/Text.tsx';
import type { Ready } from './ready.ts';

/** What to prepare, and what is `ready`. A list that is not verified says so before anything else. */
export function Papers({ procedure, ready }: { procedure: Procedure; ready: Ready }) {
  const { t } = useTranslation('procedures');
  const { documents, confidence } = procedure;
  return (
    <>
      {confidence.documents === 'low' && (
        <Notice tone="waiting" icon="info" title={t('papers.unverified')}>
          {t('papers.unverifiedText')}
        </Notice>
      )}
      <Card>
        {documents.length === 0 ? (
          <Text>{t('papers.noneText')}</Text>
        ) : (
          <List label={t('papers.title')}>
            {documents.map((document) => (
              <Paper
                key={document.id}
                document={document}
                sentHere={procedure.form !== undefined}
                ready={ready.get(document.id)}
              />
            ))}
          </List>
        )}
      </Card>
    </>
  );
}

type PaperProps = {
  document: DocumentRequirement;
  /** Its picture goes with a dossier made in this app. */
  sentHere: boolean;
  ready: ReturnType<Ready['get']>;
};

function Paper({ document, sentHere, ready }: PaperProps) {
  const { t } = useTranslation('procedures');
  const { text } = useText();
  const photo = document.how === 'photo';
  const how = photo ? (sentHere ? t('papers.photo') : t('papers.handIn')) : t('papers.show');
  if (ready && ready !== 'over' && sentHere) {
    const where = t(ready === 'draft' ? 'papers.inDraft' : 'papers.inWallet');
    return <ListRow icon="check" tone="done" title={text(document.name)} subtitle={where} />;
  }
  const byCase = !document.required || document.showWhen !== undefined;
  return (
    <ListRow
      icon={photo ? (sentHere ? 'camera' : 'file') : 'eye'}
      tone={photo ? 'waiting' : 'info'}
      title={text(document.name)}
      subtitle={
        <>
          {[
            ...(byCase ? [t('papers.ifAny')] : []),
            how,
            ...(ready ? [t(ready === 'over' ? 'papers.overInWallet' : 'papers.pictureInWallet')] : []),
          ].join(' · ')}
          {document.note && (
            <>
              <br />
              {text(document.note)}
            </>
          )}
        </>
      }
    />
  );
}
