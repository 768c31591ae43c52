import { useTranslation } from 'react-i18next';
import type { StoreFailure } from '#core/ports.ts';
import { reopenStore, useApp } from '#app/state/app.ts';
import { Notice } from '#ui/Notice.tsx';

/** What went wrong with this phone's store, what to do about it, and another try. Nothing went wrong: nothing. */
export function StoreTrouble({ failure }: { failure: StoreFailure | null }) {
  const { t } = useTranslation('errors');
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

/** Why the signed-in person's store is shut; null as long as it is not, and with nobody signed in. */
export function useStoreFailure(): StoreFailure | null {
  return useApp((state) => (state.store === 'failed' ? state.storeFailure : null));
}
