import { useTranslation } from 'react-i18next';
import { SignInButton } from '#app/parts/SignInButton.tsx';
import { Button } from '#ui/Button.tsx';
import { Row } from '#ui/ListRow.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';

export type SignInSheetProps = { open: boolean; onClose: () => void; returnTo: string };

/** Why one sign-in with signal comes before the first draft, and what works without any afterwards. */
export function SignInSheet({ open, onClose, returnTo }: SignInSheetProps) {
  const { t } = useTranslation('procedures');
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title={t('signIn.title')}
      footer={
        <Stack tight>
          <SignInButton returnTo={returnTo} />
          <Button variant="quiet" wide onClick={onClose}>
            {t('signIn.later')}
          </Button>
        </Stack>
      }
    >
      <Stack>
        <Text>{t('signIn.why')}</Text>
        <Row icon="signal" tone="waiting" title={t('signIn.once')} subtitle={t('signIn.onceText')} />
        <Row icon="lock" title={t('signIn.own')} subtitle={t('signIn.ownText')} />
      </Stack>
    </Sheet>
  );
}
