import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetSearchParams } from 'wouter';
import type { Day } from '#core/calendar/day.ts';
import { LifeEvent } from '#core/procedure/procedure.ts';
import { NO_FILTER, sameFilter, type SearchFilter } from '#core/text/search/filter.ts';
import { paths } from '#app/paths.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Tile, TileGrid } from '#ui/TileGrid.tsx';
import { EVENT_ICONS } from './events.ts';
import { searchOf } from './find.ts';
import { HelpLine } from '#app/parts/HelpLine.tsx';
import { changeAddress, FILTER_NAMES } from './view.ts';

const DOORS = LifeEvent.options.filter((event) => event !== 'other');

export type NothingFoundProps = {
  query: string;
  filter: SearchFilter;
  catalogue: Catalogue;
  today: Day;
  setParams: SetSearchParams;
  onClear: () => void;
};

/** No procedure fits: whether there is one outside the filter, the events of life, and a person to ask. */
export function NothingFound({ query, filter, catalogue, today, setParams, onClear }: NothingFoundProps) {
  const { t } = useTranslation(['procedures', 'common']);
  const narrowed = !sameFilter(filter, NO_FILTER);
  const elsewhere = useCountOf(narrowed, query, catalogue, today);
  const widen = () =>
    changeAddress(setParams, Object.fromEntries(Object.values(FILTER_NAMES).map((name) => [name, null])));
  return (
    <>
      <Card>
        <EmptyState
          icon="search"
          title={query === '' ? t('nothing.titleEvent') : t('nothing.title', { query })}
          actions={
            <>
              {elsewhere > 0 && (
                <Button variant="secondary" onClick={widen}>
                  {t('nothing.everywhere', { count: elsewhere })}
                </Button>
              )}
              {query !== '' && (
                <Button variant="quiet" wide onClick={onClear}>
                  {t('nothing.clear')}
                </Button>
              )}
            </>
          }
        >
          {elsewhere > 0 ? t('nothing.narrowed') : t('nothing.advice')}
        </EmptyState>
        <HelpLine province={catalogue.province} />
      </Card>
      <SectionTitle>{t('nothing.events')}</SectionTitle>
      <Card>
        <TileGrid label={t('nothing.events')}>
          {DOORS.map((event) => (
            <Tile
              key={event}
              {...EVENT_ICONS[event]}
              label={t(`common:lifeEvent.${event}`)}
              href={`${paths.procedures}?${FILTER_NAMES.event}=${event}`}
            />
          ))}
        </TileGrid>
      </Card>
    </>
  );
}

/** How many a question finds without a filter. */
function useCountOf(asked: boolean, query: string, catalogue: Catalogue, today: Day): number {
  const [found, setFound] = useState({ query: '', count: 0 });
  useEffect(() => {
    let current = true;
    if (asked) {
      void searchOf(catalogue, today)
        .then((search) => search.ask({ text: query, limit: 0 }))
        .then((answer) => current && setFound({ query, count: answer?.total ?? 0 }));
    }
    return () => {
      current = false;
    };
  }, [asked, query, catalogue, today]);
  return asked && found.query === query ? found.count : 0;
}
