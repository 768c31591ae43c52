import { useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PhoneScreen, type TabName } from '#app/parts/PhoneScreen.tsx';
import { platform, reopenStore, useApp } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { EmptyState, ErrorState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';

export type StoreGateProps = {
  title: string;
  backHref: string;
  tab?: TabName;
  /** Where signing in comes back to. */
  returnTo: string;
  children: ReactNode;
};

/** A screen that needs the signed-in person's store: shown once it is open, and until then why it is not. */
export function StoreGate({ title, backHref, tab, returnTo, children }: StoreGateProps) {
  const store = useApp((app) => app.store);
  if (store === 'open') return children;
  return (
    <PhoneScreen title={title} backHref={backHref} {...(tab && { tab })}>
      <Closed returnTo={returnTo} />
    </PhoneScreen>
  );
}

function Closed({ returnTo }: { returnTo: string }) {
  const { t } = useTranslation('form');
  const { t: errors } = useTranslation('errors');
  const { session } = platform();
  const settled = useSyncExternalStore(session.watch, () => session.state().settled);
  const { store, storeFailure } = useApp();
  if (store === 'failed') {
    const code = storeFailure?.code ?? 'lost';
    return (
      <ErrorState
        icon="storage"
        title={errors(`store.${code}.title`)}
        actions={<Button onClick={() => void reopenStore()}>{errors('retry')}</Button>}
      >
        {errors(`store.${code}.text`)}
      </ErrorState>
    );
  }
  if (store === 'opening' || !settled) return <Skeleton lines={5} />;
  return (
    <EmptyState
      icon="lock"
      title={t('gate.signedOut')}
      actions={<LinkButton href={session.signInUrl(returnTo)}>{t('gate.signIn')}</LinkButton>}
    >
      {t('gate.signedOutText')}
    </EmptyState>
  );
}
