import { useTranslation } from 'react-i18next';
import { platform } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { useSignal } from './useSignal.ts';

export type SignInButtonProps = {
  /** The path signing in comes back to. */
  returnTo: string;
  /** Says something else than "sign in". */
  label?: string;
};

/** The way to the sign-in page, which is another site: without signal it says so instead of leading nowhere. */
export function SignInButton({ returnTo, label }: SignInButtonProps) {
  const { t } = useTranslation();
  const offline = useSignal().kind === 'offline';
  return (
    <Button
      icon="key"
      blocked={offline ? t('signIn.offline') : undefined}
      onClick={() => window.location.assign(platform().session.signInUrl(returnTo))}
    >
      {label ?? t('signIn.button')}
    </Button>
  );
}
