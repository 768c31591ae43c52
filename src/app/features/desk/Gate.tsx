import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlace } from '#app/router.ts';
import { useTitle } from '#app/parts/PhoneScreen.tsx';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { platform } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { DeskHeader } from '#ui/DeskHeader.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import styles from './Desk.module.css';

/** The desk's door for whoever has not signed in. It leads back to what was asked for. */
export function SignIn() {
  const { t } = useTranslation('desk');
  return (
    <Door>
      <EmptyState icon="key" title={t('gate.signIn')} actions={<SignInButton>{t('gate.signInAction')}</SignInButton>}>
        {t('gate.signInWhy')}
      </EmptyState>
    </Door>
  );
}

/** For people who are signed in and do not work at a desk. */
export function NotOfficer({ name }: { name: string }) {
  const { t } = useTranslation('desk');
  return (
    <Door>
      <EmptyState
        icon="user"
        title={t('gate.notOfficer')}
        actions={
          <>
            <SignInButton>{t('gate.change')}</SignInButton>
            <LinkButton variant="secondary" href={paths.home}>
              {t('gate.home')}
            </LinkButton>
          </>
        }
      >
        {t('gate.notOfficerWhy', { name })}
      </EmptyState>
    </Door>
  );
}

function SignInButton({ children }: { children: ReactNode }) {
  const { pathname, search } = usePlace();
  return <LinkButton href={platform().session.signInUrl(pathname + search)}>{children}</LinkButton>;
}

function Door({ children }: { children: ReactNode }) {
  const { t } = useTranslation('desk');
  const { text } = useText();
  const catalogue = useCatalogue();
  useTitle(t('title.plain'));
  return (
    <>
      <DeskHeader product={t('product')} place={catalogue ? text(catalogue.province.name) : ''} />
      <main id="main" className={styles.door}>
        {children}
      </main>
    </>
  );
}
