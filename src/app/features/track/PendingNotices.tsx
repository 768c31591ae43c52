import { useTranslation } from 'react-i18next';
import type { OutboxEntry } from '#core/ports.ts';
import type { Answer } from '#app/parts/answer.ts';
import { useHowItGoes } from '#app/parts/useHowItGoes.ts';
import { paths } from '#app/paths.ts';
import { Notice } from '#ui/Notice.tsx';

type PendingNoticesProps = {
  pending: readonly OutboxEntry[];
  /** That of which the card below says how it goes. */
  told: Answer | null;
};

/** What was done for a dossier here and the server has not taken, or has refused. */
export function PendingNotices({ pending, told }: PendingNoticesProps) {
  const { t } = useTranslation('dossiers');
  const howItGoes = useHowItGoes();
  return pending.map(({ command, files, refusal }) => {
    const kind = command.intent.type === 'submit' ? 'supplement' : command.intent.type;
    const action = { label: t('pending.see'), href: paths.outbox };
    return refusal ? (
      <Notice key={command.id} tone="act" title={t(`pending.${kind}.refused`)} action={action} />
    ) : (
      <Notice key={command.id} tone="waiting" title={t(`pending.${kind}.waiting`)} action={action} live>
        {kind === told ? undefined : `${t('pending.text')} ${howItGoes({ form: true, photos: files })}`}
      </Notice>
    );
  });
}
