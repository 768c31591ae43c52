import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { SignalChip } from '#ui/SignalChip.tsx';
import { useSignal } from './useSignal.ts';

/** The signal chip of this phone; it leads to the outbox. It waits for the store: before, all it could say is a guess. */
export function Chip() {
  const { t } = useTranslation();
  const opening = useApp((state) => state.store === 'opening');
  const signal = useSignal();
  if (opening) return null;
  const label =
    signal.kind === 'sending' ? t('signal.sending', { percent: signal.percent }) : t(`signal.${signal.kind}`);
  return <SignalChip state={signal.kind} label={label} href={paths.outbox} action={t('signal.open')} />;
}
