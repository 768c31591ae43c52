import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NO_FILTER, type Facets } from '#core/text/search/filter.ts';
import { Button } from '#ui/Button.tsx';
import { ChoiceChips } from '#ui/ChoiceChips.tsx';
import { Select } from '#ui/Select.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Stack } from '#ui/Stack.tsx';
import type { FilterBarProps } from './FilterBar.tsx';
import { searchOf } from './find.ts';
import { useFilterWords } from './useFilterWords.ts';
import { changeAddress, FILTER_NAMES, SHEET_FILTERS } from './view.ts';

const ANY = 'any';

/** Field, level, agency and for whom, each with how many procedures it leaves. */
export function FilterSheet({
  catalogue,
  filter,
  today,
  setParams,
  onClose,
}: FilterBarProps & { onClose: () => void }) {
  const { t } = useTranslation('procedures');
  const words = useFilterWords(catalogue);
  const facets = useFacets(catalogue, filter, today);
  const choose = (name: (typeof SHEET_FILTERS)[number]) => (value: string) =>
    changeAddress(setParams, { [FILTER_NAMES[name]]: value === ANY ? null : value });
  const options = (name: (typeof SHEET_FILTERS)[number], found: readonly { value: string; count: number }[]) => [
    { value: ANY, label: t('filter.any') },
    ...found
      .filter(({ value, count }) => count > 0 || value === filter[name])
      .map(({ value, count }) => ({ value, label: t('filter.option', { name: words(name, value), count }) })),
  ];
  const clear = () =>
    changeAddress(setParams, Object.fromEntries(SHEET_FILTERS.map((name) => [FILTER_NAMES[name], null])));
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('filter.title')}
      footer={
        <>
          <Button onClick={onClose}>{t('filter.show')}</Button>
          {SHEET_FILTERS.some((name) => filter[name] !== NO_FILTER[name]) && (
            <Button variant="quiet" wide onClick={clear}>
              {t('filter.clear')}
            </Button>
          )}
        </>
      }
    >
      {!facets && <Skeleton lines={5} />}
      {facets && (
        <Stack>
          <ChoiceChips
            label={t('filter.audience')}
            layout="chips"
            options={options('audience', facets.audiences)}
            value={filter.audience ?? ANY}
            onChange={choose('audience')}
          />
          <ChoiceChips
            label={t('filter.level')}
            layout="chips"
            options={options('level', facets.levels)}
            value={filter.level ?? ANY}
            onChange={choose('level')}
          />
          <Select
            label={t('filter.field')}
            options={options('field', facets.fields)}
            value={filter.field ?? ANY}
            onChange={choose('field')}
          />
          {facets.agencies.length > 0 && (
            <Select
              label={t('filter.agency')}
              options={options('agency', facets.agencies)}
              value={filter.agency ?? ANY}
              onChange={choose('agency')}
            />
          )}
        </Stack>
      )}
    </Sheet>
  );
}

function useFacets(
  catalogue: FilterBarProps['catalogue'],
  filter: FilterBarProps['filter'],
  today: FilterBarProps['today'],
): Facets | null {
  const [facets, setFacets] = useState<Facets | null>(null);
  const asked = JSON.stringify(filter);
  useEffect(() => {
    let current = true;
    void searchOf(catalogue, today)
      .then((search) => search.facets(JSON.parse(asked) as FilterBarProps['filter']))
      .then((found) => current && setFacets(found));
    return () => {
      current = false;
    };
  }, [catalogue, asked, today]);
  return facets;
}
