import { useTranslation } from 'react-i18next';
import { paths, type GuideEvent } from '#app/paths.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useText } from '#app/parts/useText.ts';
import { guides } from '#app/state/guides.ts';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';

/** An address of a guide that is not there: those that are. */
export function UnknownGuide() {
  const { t } = useTranslation('guide');
  const { text } = useText();
  return (
    <PhoneScreen title={t('unknown.heading')} backHref={paths.home}>
      <EmptyState icon="search" title={t('unknown.title')}>
        {t('unknown.text')}
      </EmptyState>
      <Card>
        <List label={t('unknown.heading')}>
          {guides.map(({ event, title }) => (
            <ListRow key={event} href={paths.guide(event as GuideEvent)} title={text(title)} />
          ))}
        </List>
      </Card>
    </PhoneScreen>
  );
}
