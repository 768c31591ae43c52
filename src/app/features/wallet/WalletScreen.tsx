import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';

/** The wallet does not keep papers yet: says so, and what does the same work today. */
export default function WalletScreen() {
  const { t } = useTranslation('me');
  return (
    <PhoneScreen title={t('wallet.title')} tab="wallet">
      <Card>
        <EmptyState
          icon="wallet"
          title={t('wallet.soon')}
          actions={
            <LinkButton href={paths.procedures} variant="secondary" icon="search">
              {t('wallet.choose')}
            </LinkButton>
          }
        >
          {t('wallet.soonText')}
        </EmptyState>
      </Card>
      <SectionTitle>{t('wallet.today')}</SectionTitle>
      <Card>
        <List label={t('wallet.today')}>
          <ListRow icon="camera" tone="waiting" title={t('wallet.photos')} subtitle={t('wallet.photosText')} />
          <ListRow icon="user" title={t('wallet.prefill')} subtitle={t('wallet.prefillText')} />
          <ListRow
            icon="dossiers"
            tone="done"
            title={t('wallet.results')}
            subtitle={t('wallet.resultsText')}
            href={paths.dossiers}
          />
        </List>
      </Card>
    </PhoneScreen>
  );
}
