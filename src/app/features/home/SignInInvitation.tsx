import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { useSignal } from '#app/parts/useSignal.ts';
import { platform } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Row } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Text } from '#ui/Text.tsx';

/** For somebody this phone does not know: what works already, and why one sign-in is worth it. */
export function SignInInvitation() {
  const { t } = useTranslation('home');
  const offline = useSignal().kind === 'offline';
  return (
    <>
      <SectionTitle>{t('mine.title')}</SectionTitle>
      <Card>
        <Row icon="key" tone="waiting" title={t('signIn.title')} subtitle={t('signIn.text')} />
        <Button
          icon="user"
          blocked={offline ? t('signIn.offline') : undefined}
          onClick={() => window.location.assign(platform().session.signInUrl(paths.home))}
        >
          {t('signIn.button')}
        </Button>
        <Text size="s" quiet>
          {t('signIn.without')}
        </Text>
      </Card>
    </>
  );
}
