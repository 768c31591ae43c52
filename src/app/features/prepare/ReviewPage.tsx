import { useTranslation } from 'react-i18next';
import { dayOf } from '#core/calendar/day.ts';
import { filesOf } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { submissionOf } from '#core/dossier/submission.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { submitDraft } from '#app/state/actions.ts';
import { platform } from '#app/state/app.ts';
import { useSeal } from '#app/parts/draft/useSeal.ts';
import { useElsewhere } from '#app/parts/papers/useElsewhere.ts';
import { useUnderWayText } from '#app/parts/papers/useUnderWayText.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useHowItGoes } from '#app/parts/useHowItGoes.ts';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { BottomBar } from '#ui/BottomBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Question } from '#ui/Question.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';
import { DeleteDraft } from './DeleteDraft.tsx';
import { FeeLine } from './FeeLine.tsx';
import { CommuneField } from './fields/CommuneField.tsx';
import { MissingList } from './MissingList.tsx';
import { controlId } from './problems.ts';
import { bytesToSend, missingFor } from './review.ts';
import { ReviewAnswers } from './ReviewAnswers.tsx';
import { ReviewIntake } from './ReviewIntake.tsx';
import { ReviewPapers } from './ReviewPapers.tsx';
import type { Step } from './step.ts';

/** Everything once more before it is sealed: what was answered, the papers, where it goes, what it costs. */
export function ReviewPage({ step }: { step: Step }) {
  const { t } = useTranslation('form');
  const { t: errors } = useTranslation('errors');
  const { language } = useText();
  const { editor, state, catalogue, intake } = step;
  const { draft } = state;
  const missingIn = (one: Draft) => missingFor(one, { today: dayOf(platform().clock.now()), units: catalogue.units });
  const { send, busy, failure, attempts } = useSeal(editor, {
    isReady: (ready) => missingIn(ready).length === 0,
    mayGo: () => intake.underWay === null,
    seal: submitDraft,
    next: { to: paths.outbox, state: { kept: draft.id } },
  });
  const missing = missingIn(draft);
  const underWay = useUnderWayText(intake);
  const howItGoes = useHowItGoes();
  const cost = () => {
    const photos = filesOf(submissionOf(draft).attachments);
    return `${t('review.cost', { size: formatBytes(bytesToSend(draft), language) })} ${howItGoes({ form: true, photos })}`;
  };

  return (
    <PhoneScreen
      {...step.frame}
      bottomBar={
        <BottomBar>
          {failure && (
            <Notice tone="act" title={t('review.notSaved')} live>
              {errors(`store.${failure.code}.text`)}
            </Notice>
          )}
          <VisuallyHidden live="polite">{underWay}</VisuallyHidden>
          <Button icon="send" busy={busy || underWay !== undefined} onClick={send} hint={underWay ?? cost()}>
            {t('review.submit')}
          </Button>
        </BottomBar>
      }
    >
      {step.urgent}
      <Question id="question" step={t('step', { number: step.number, total: step.total })} hint={t('review.hint')}>
        {t('review.question')}
      </Question>
      {missing.length > 0 && <MissingList key={attempts} id={draft.id} missing={missing} insistent={attempts > 0} />}
      <ReviewIntake draft={draft} intake={intake} />
      <SectionTitle>{t('review.where')}</SectionTitle>
      <Card>
        <CommuneField
          id={controlId('unit')}
          label={t('review.unit')}
          hint={t('review.unitHint')}
          error={attempts > 0 && missing.some(({ kind }) => kind === 'unit') ? t('problem.unit') : undefined}
          communes={catalogue.province.communes}
          value={draft.unit}
          onChange={(unit) => {
            editor.chooseUnit(unit);
            void editor.flush();
          }}
        />
      </Card>
      <ReviewAnswers draft={draft} words={step.words} />
      <ReviewPapers draft={draft} />
      <PagesElsewhere draft={draft} />
      <FeeLine draft={draft} />
      {step.saveNotice}
      <DeleteDraft editor={editor} />
    </PhoneScreen>
  );
}

/** Pages that another phone of this person took, and that will be sent from there. */
function PagesElsewhere({ draft }: { draft: Draft }) {
  const { t } = useTranslation('form');
  const count = useElsewhere(filesOf(draft.attachments));
  if (count === 0) return null;
  return (
    <Notice tone="waiting" icon="image" title={t('review.elsewhere.title', { count })}>
      {t('review.elsewhere.text')}
    </Notice>
  );
}
