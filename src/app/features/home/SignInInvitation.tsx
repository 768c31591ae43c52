import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { SignInButton } from '#app/parts/SignInButton.tsx';
import { Card } from '#ui/Card.tsx';
import { Row } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Text } from '#ui/Text.tsx';

/** For somebody this phone does not know: what works already, and why one sign-in is worth it. */
export function SignInInvitation() {
  const { t } = useTranslation('home');
  return (
    <>
      <SectionTitle>{t('mine.title')}</SectionTitle>
      <Card>
        <Row icon="user" tone="waiting" title={t('signIn.title')} subtitle={t('signIn.text')} />
        <SignInButton returnTo={paths.home} />
        <Text size="s" quiet>
          {t('signIn.without')}
        </Text>
      </Card>
    </>
  );
}
