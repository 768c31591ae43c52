import { useTranslation } from 'react-i18next';
import { formatTime } from '#core/text/when.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useHowItGoes } from '#app/parts/useHowItGoes.ts';
import { useText } from '#app/parts/useText.ts';
import { useWhen } from '#app/parts/useWhen.ts';
import { paths } from '#app/paths.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Question } from '#ui/Question.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Timeline } from '#ui/Timeline.tsx';
import { AnswersCard } from './AnswersCard.tsx';
import type { Submission } from './mine.ts';
import { PapersCard } from './PapersCard.tsx';

/** A dossier that is sealed on this phone and has not reached the server. */
export function Unsent({ submission, catalogue }: { submission: Submission; catalogue: Catalogue }) {
  const { t } = useTranslation('dossiers');
  const { text } = useText();
  const when = useWhen();
  const howItGoes = useHowItGoes();
  const { entry, intent } = submission;
  const procedure = catalogue.madeBy(intent);
  const madeAt = entry.command.madeAt;
  return (
    <PhoneScreen title={procedure ? text(procedure.name) : t('one')} backHref={paths.dossiers} tab="dossiers">
      <Card>
        <Stack as="flow">
          {entry.refusal ? (
            <Badge tone="act">{t('short.refused')}</Badge>
          ) : (
            <Badge tone="waiting" icon="signal">
              {t('short.waiting')}
            </Badge>
          )}
        </Stack>
        {entry.refusal ? (
          <Question hint={t('unsent.refusedText')}>{t('unsent.refused')}</Question>
        ) : (
          <Question hint={`${t('unsent.text')} ${howItGoes({ form: true, photos: entry.files })}`}>
            {t('unsent.title', { time: formatTime(madeAt) })}
          </Question>
        )}
        <LinkButton variant="secondary" href={paths.outbox}>
          {t('pending.see')}
        </LinkButton>
      </Card>
      {!entry.refusal && (
        <Card>
          <Timeline
            steps={[
              { id: 'kept', state: 'done', title: t('unsent.kept'), text: when.at(madeAt) },
              { id: 'waiting', state: 'current', title: t('unsent.waiting'), text: t('unsent.waitingText') },
              { id: 'received', state: 'next', title: t('step.awaitingReceipt') },
              { id: 'result', state: 'next', title: t('step.result') },
            ]}
          />
        </Card>
      )}
      <AnswersCard procedure={procedure} answers={intent.answers} catalogue={catalogue} />
      <PapersCard dossier={intent.dossier} attachments={intent.attachments} procedure={procedure} />
    </PhoneScreen>
  );
}
