import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { SignalChip } from '#ui/SignalChip.tsx';
import { useSignal } from './useSignal.ts';

/** The signal chip of this phone; it leads to the outbox. */
export function Chip() {
  const { t } = useTranslation();
  const signal = useSignal();
  const label =
    signal.kind === 'sending' ? t('signal.sending', { percent: signal.percent }) : t(`signal.${signal.kind}`);
  return <SignalChip state={signal.kind} label={label} href={paths.outbox} action={t('signal.open')} />;
}
