import { useTranslation } from 'react-i18next';
import type { Dossier, Status } from '#core/dossier/dossier.ts';
import { useAnswer } from '#app/parts/useAnswer.ts';
import { useAsksForPapers } from '#app/parts/useAsksForPapers.ts';
import { useIsStray } from '#app/parts/useIsStray.ts';
import { Badge } from '#ui/Badge.tsx';
import type { Tone } from '#ui/tone.ts';

const TONES = {
  registered: 'info',
  received: 'info',
  notAccepted: 'neutral',
  processing: 'info',
  supplementRequested: 'act',
  paymentRequested: 'act',
  withdrawn: 'neutral',
  stopped: 'neutral',
  finished: 'done',
  returned: 'done',
} as const satisfies Record<Status, Tone>;

/** A dossier's status in a neighbour's words; the statutory name stands on its own screen. */
export function StatusBadge({ dossier }: { dossier: Dossier }) {
  const { t } = useTranslation('dossiers');
  const asksForPapers = useAsksForPapers()(dossier);
  const answer = useAnswer(dossier);
  if (useIsStray(dossier.id)) return <Badge tone="act">{t('short.stray')}</Badge>;
  if (answer === 'withdraw' || (answer === 'supplement' && !asksForPapers)) {
    return (
      <Badge tone="waiting" icon="signal">
        {t('short.waiting')}
      </Badge>
    );
  }
  if (asksForPapers) return <Badge tone="act">{t('short.lost')}</Badge>;
  if (dossier.status === 'registered' && !dossier.papersComplete) {
    return (
      <Badge tone="waiting" icon="signal">
        {t('short.receivingPapers')}
      </Badge>
    );
  }
  return <Badge tone={TONES[dossier.status]}>{t(`short.${dossier.status}`)}</Badge>;
}
