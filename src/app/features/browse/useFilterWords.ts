import { useTranslation } from 'react-i18next';
import { useText } from '#app/parts/useText.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import type { SHEET_FILTERS } from './view.ts';

/** What a choice of the filter is called on screen. Fields come from the catalogue, in its languages. */
export function useFilterWords(catalogue: Catalogue): (name: (typeof SHEET_FILTERS)[number], value: string) => string {
  const { t } = useTranslation('procedures');
  const { text } = useText();
  return (name, value) => {
    switch (name) {
      case 'level':
        return value === 'commune' || value === 'province' || value === 'ministry' ? t(`level.${value}`) : value;
      case 'audience':
        return value === 'person' || value === 'business' ? t(`audience.${value}`) : value;
      case 'field': {
        const same = catalogue.procedures.find(({ field }) => field.vi === value);
        return same ? text(same.field) : value;
      }
      case 'agency':
        return value;
    }
  };
}
