import { useTranslation } from 'react-i18next';
import type { Uuid } from '#core/dossier/dossier.ts';
import { answerTo } from '#app/parts/answer.ts';
import { isStray } from '#app/parts/stray.ts';
import { useApp } from '#app/state/app.ts';
import type { IconName } from '#ui/Icon.tsx';

type Words = { readonly icon: IconName; readonly title: string; readonly text: string };

/**
 * Why nothing is asked for a dossier whatever its status says, in words: the server has lost it, or its withdrawal
 * waits here. Null where the status counts.
 */
export function useOverruled(id: Uuid): Words | null {
  const { t } = useTranslation('dossiers');
  const { dossiers, outbox, untold } = useApp();
  const dossier = dossiers.find((at) => at.id === id);
  if (isStray(id, untold)) return { icon: 'warning', title: t('stray.title'), text: t('stray.text') };
  if (!dossier || answerTo(dossier, outbox) !== 'withdraw') return null;
  return { icon: 'lock', title: t('act.withdrawing.title'), text: t('act.withdrawing.text') };
}
