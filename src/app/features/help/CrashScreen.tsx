import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { AppHeader } from '#ui/AppHeader.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { PhoneFrame } from '#ui/PhoneFrame.tsx';
import { Screen } from '#ui/Screen.tsx';

/**
 * A bug stopped a screen. Stands outside the router and reads no state, since either may be what broke;
 * its links load the app anew.
 */
export default function CrashScreen() {
  const { t } = useTranslation('errors');
  return (
    <PhoneFrame>
      <Screen header={<AppHeader title={t('crash.screen')} />}>
        <Card>
          <ErrorState
            title={t('crash.title')}
            actions={
              <>
                <Button icon="refresh" onClick={() => window.location.reload()}>
                  {t('crash.reload')}
                </Button>
                <LinkButton href={paths.home} variant="quiet" wide>
                  {t('crash.home')}
                </LinkButton>
              </>
            }
          >
            {t('crash.text')}
          </ErrorState>
        </Card>
      </Screen>
    </PhoneFrame>
  );
}
