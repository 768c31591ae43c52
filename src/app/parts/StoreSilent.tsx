import { useTranslation } from 'react-i18next';
import { useApp } from '#app/state/app.ts';
import { Notice } from '#ui/Notice.tsx';

/** The phone's storage does not answer: says so on every screen, until it does after all. */
export function StoreSilent() {
  const { t } = useTranslation('errors');
  const { store, storeSilent, storeLost } = useApp();
  if (!storeSilent || storeLost) return null;
  return (
    <Notice live tone="act" icon="storage" title={t('silent.title')}>
      {t(store === 'open' ? 'silent.text' : 'silent.shut')}
    </Notice>
  );
}
