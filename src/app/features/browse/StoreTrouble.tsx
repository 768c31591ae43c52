import { useTranslation } from 'react-i18next';
import { reopenStore, useApp } from '#app/state/app.ts';
import { Notice } from '#ui/Notice.tsx';

/** The phone's store does not open, so no draft can be begun: what to do about it. */
export function StoreTrouble() {
  const { t } = useTranslation('errors');
  const failure = useApp((state) => state.storeFailure);
  if (!failure) return null;
  return (
    <Notice
      live
      tone="act"
      icon="storage"
      title={t(`store.${failure.code}.title`)}
      action={{ label: t('retry'), onClick: () => void reopenStore() }}
    >
      {t(`store.${failure.code}.text`)}
    </Notice>
  );
}
