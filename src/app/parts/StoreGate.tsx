import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoreFailure } from '#core/ports.ts';
import { useApp } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { EmptyState, ErrorState } from '#ui/EmptyState.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { PhoneScreen, type TabName } from './PhoneScreen.tsx';
import { SignInButton } from './SignInButton.tsx';
import { remedyFor, SealedCopyFor, useStoreFailure } from './StoreTrouble.tsx';

export type StoreGateProps = {
  title: string;
  backHref: string;
  tab?: TabName;
  /** The path signing in comes back to. */
  returnTo: string;
  /** The screen itself, in a `PhoneScreen` of its own. */
  children: ReactNode;
};

/** A screen that needs the signed-in person's store: shown once it is open, and until then why it is not. */
export function StoreGate({ title, backHref, tab, returnTo, children }: StoreGateProps) {
  const store = useApp((state) => state.store);
  const failure = useStoreFailure();
  if (store === 'open') return children;
  return (
    <PhoneScreen title={title} backHref={backHref} {...(tab && { tab })}>
      {store === 'opening' && <Skeleton lines={5} />}
      {store === 'closed' && <SignedOut returnTo={returnTo} />}
      {failure && <Failed failure={failure} />}
    </PhoneScreen>
  );
}

function SignedOut({ returnTo }: { returnTo: string }) {
  const { t } = useTranslation();
  return (
    <EmptyState icon="lock" title={t('signIn.needed')} actions={<SignInButton returnTo={returnTo} />}>
      {t('signIn.neededText')}
    </EmptyState>
  );
}

function Failed({ failure }: { failure: StoreFailure }) {
  const { t } = useTranslation('errors');
  const remedy = remedyFor(failure);
  return (
    <ErrorState
      icon="storage"
      title={t(`store.${failure.code}.title`)}
      actions={
        <>
          <Button icon="refresh" onClick={remedy.apply}>
            {t(remedy.label)}
          </Button>
          <SealedCopyFor failure={failure} />
        </>
      }
    >
      {t(`store.${failure.code}.text`)}
    </ErrorState>
  );
}
