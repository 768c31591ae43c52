import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { useFavourites } from '#app/state/kept.ts';
import { Card } from '#ui/Card.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Text } from '#ui/Text.tsx';
import { useText } from './useText.ts';

/** Procedures this person means to come back to, the last first; nothing while there are none. */
export function FavouriteList() {
  const { t } = useTranslation('procedures');
  const { text } = useText();
  const catalogue = useCatalogue();
  const { favourites, onPhone } = useFavourites();
  if (favourites.length === 0) return null;
  return (
    <section aria-label={t('favourite.title')}>
      <SectionTitle>{t('favourite.title')}</SectionTitle>
      <Card>
        <List label={t('favourite.title')}>
          {favourites.map(({ code, name }) => {
            const known = catalogue?.find(code);
            return (
              <ListRow
                key={code}
                href={paths.procedure(code)}
                icon="star"
                tone="waiting"
                title={known ? text(known.name) : name}
                subtitle={code}
              />
            );
          })}
        </List>
      </Card>
      <Text size="s" quiet>
        {onPhone ? t('favourite.onPhone') : t('favourite.own')}
      </Text>
    </section>
  );
}
