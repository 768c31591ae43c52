import { useTranslation } from 'react-i18next';
import { GUIDES, paths, type GuideEvent } from '#app/paths.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';

/** An address of a guide that is not there: those that are. */
export function UnknownGuide() {
  const { t } = useTranslation('guide');
  const { t: common } = useTranslation();
  return (
    <PhoneScreen title={t('unknown.heading')} backHref={paths.home}>
      <EmptyState icon="search" title={t('unknown.title')}>
        {t('unknown.text')}
      </EmptyState>
      <Card>
        <List label={t('unknown.heading')}>
          {(Object.keys(GUIDES) as GuideEvent[]).map((event) => (
            <ListRow key={event} href={paths.guide(event)} title={common(`lifeEvent.${event}`)} />
          ))}
        </List>
      </Card>
    </PhoneScreen>
  );
}
