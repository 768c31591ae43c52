import { useTranslation } from 'react-i18next';
import type { StoreFailure } from '#core/ports.ts';
import { platform, reopenStore, useApp } from '#app/state/app.ts';
import { Notice } from '#ui/Notice.tsx';
import { later } from './later.tsx';

/** What went wrong with this phone's store, what to do about it, and another try. Nothing went wrong: nothing. */
export function StoreTrouble({ failure }: { failure: StoreFailure | null }) {
  const { t } = useTranslation('errors');
  if (!failure) return null;
  const remedy = remedyFor(failure);
  return (
    <>
      <Notice
        live
        tone="act"
        icon="storage"
        title={t(`store.${failure.code}.title`)}
        action={{ label: t(remedy.label), onClick: remedy.apply }}
      >
        {t(`store.${failure.code}.text`)}
      </Notice>
      <SealedCopyFor failure={failure} />
    </>
  );
}

/** What may help: another try, or the newer app where this one is too old for the store. */
export function remedyFor(failure: StoreFailure): { readonly label: 'retry' | 'update'; readonly apply: () => void } {
  if (failure.code !== 'newer') return { label: 'retry', apply: () => void reopenStore() };
  const { update } = platform();
  // Where no newer one waits, another tab runs it already, or the page's address brings it.
  return { label: 'update', apply: () => (update.waiting() ? void update.accept() : window.location.reload()) };
}

/** Rarely needed, so its code and words come only then. */
const SealedCopy = later(() => import('./aside/SealedCopy.tsx'), 'rest');

/** A sealed copy, where what the phone keeps cannot be reached by the app and somebody else may have to look. */
export function SealedCopyFor({ failure: { code } }: { failure: StoreFailure }) {
  if (code !== 'corrupt' && code !== 'lost' && code !== 'newer') return null;
  return <SealedCopy />;
}

/** Why the signed-in person's store is shut; null as long as it is not, and with nobody signed in. */
export function useStoreFailure(): StoreFailure | null {
  return useApp((state) => (state.store === 'failed' ? state.storeFailure : null));
}
