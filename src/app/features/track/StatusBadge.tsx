import { useTranslation } from 'react-i18next';
import type { Dossier, Status } from '#core/dossier/dossier.ts';
import { useAsksForPapers } from '#app/parts/useAsksForPapers.ts';
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

type StatusBadgeProps = {
  dossier: Dossier;
  /** An answer to what is asked waits on this phone already. */
  answered?: boolean;
};

/** A dossier's status in a neighbour's words; the statutory name stands on its own screen. */
export function StatusBadge({ dossier, answered = false }: StatusBadgeProps) {
  const { t } = useTranslation('dossiers');
  const asksForPapers = useAsksForPapers()(dossier);
  if (dossier.status === 'supplementRequested' && answered) {
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
