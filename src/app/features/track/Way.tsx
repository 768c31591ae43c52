import { useTranslation } from 'react-i18next';
import type { Dossier } from '#core/dossier/dossier.ts';
import { useApp, platform } from '#app/state/app.ts';
import { useCalendar } from '#app/state/calendar.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { Timeline } from '#ui/Timeline.tsx';
import { ReceiptLink } from './ReceiptLink.tsx';
import type { Receipts } from './receipts.ts';
import { StepText, useStepTitle } from './StepText.tsx';
import { timelineOf } from './timeline.ts';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';

type WayProps = { dossier: Dossier; catalogue: Catalogue; receipts: Receipts['ofStep'] };

/** The way of a dossier, in the words of its steps. */
export function Way({ dossier, catalogue, receipts }: WayProps) {
  const { t } = useTranslation('dossiers');
  const calendar = useCalendar();
  const { progress, missing, untold } = useApp();
  const title = useStepTitle();
  const steps = timelineOf(dossier, { now: platform().clock.now(), calendar, progress, missing, untold });
  return (
    <>
      <VisuallyHidden>
        <h2>{t('way')}</h2>
      </VisuallyHidden>
      <Timeline
        steps={steps.map((step) => ({
          id: step.id,
          state: step.state,
          title: title(step),
          text: (
            <>
              <StepText step={step} dossier={dossier} catalogue={catalogue} />{' '}
              <ReceiptLink kept={receipts.get(step.id)} />
            </>
          ),
        }))}
      />
    </>
  );
}
