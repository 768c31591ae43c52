import { useTranslation } from 'react-i18next';
import type { Dossier, Status } from '#core/dossier/dossier.ts';
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
export function StatusBadge({ dossier }: { dossier: Pick<Dossier, 'status' | 'papersComplete'> }) {
  const { t } = useTranslation('dossiers');
  if (dossier.status === 'registered' && !dossier.papersComplete) {
    return (
      <Badge tone="waiting" icon="signal">
        {t('short.receivingPapers')}
      </Badge>
    );
  }
  return <Badge tone={TONES[dossier.status]}>{t(`short.${dossier.status}`)}</Badge>;
}
