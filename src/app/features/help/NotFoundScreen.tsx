import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';

/** An address the app does not have. */
export default function NotFoundScreen() {
  const { t } = useTranslation('errors');
  return (
    <PhoneScreen title={t('notFound.screen')} backHref={paths.home} tab="home">
      <Card>
        <EmptyState
          icon="search"
          title={t('notFound.title')}
          actions={
            <>
              <LinkButton href={paths.home} icon="home">
                {t('notFound.home')}
              </LinkButton>
              <LinkButton href={paths.procedures} variant="secondary" icon="search">
                {t('notFound.procedures')}
              </LinkButton>
              <LinkButton href={paths.dossiers} variant="quiet" wide>
                {t('notFound.dossiers')}
              </LinkButton>
            </>
          }
        >
          {t('notFound.text')}
        </EmptyState>
      </Card>
    </PhoneScreen>
  );
}
