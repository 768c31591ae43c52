import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetSearchParams } from 'wouter';
import type { Day } from '#core/calendar/day.ts';
import type { LifeEvent } from '#core/procedure/procedure.ts';
import type { SearchFilter } from '#core/text/search/filter.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { cx } from '#ui/cx.ts';
import { Icon } from '#ui/Icon.tsx';
import styles from './Chips.module.css';
import { EventFilter } from './EventFilter.tsx';
import { FilterSheet } from './FilterSheet.tsx';
import { useFilterWords } from './useFilterWords.ts';
import { changeAddress, FILTER_NAMES, SHEET_FILTERS } from './view.ts';

export type FilterBarProps = {
  catalogue: Catalogue;
  filter: SearchFilter & { readonly event: LifeEvent | null };
  today: Day;
  setParams: SetSearchParams;
};

/** The events of life, a sheet for everything else, and what is chosen there, each to take away with a tap. */
export function FilterBar({ catalogue, filter, today, setParams }: FilterBarProps) {
  const { t } = useTranslation('procedures');
  const words = useFilterWords(catalogue);
  const [open, setOpen] = useState(false);
  const chosen = SHEET_FILTERS.filter((name) => filter[name] !== null);
  return (
    <>
      <div className={styles.bar}>
        <button
          type="button"
          className={cx(styles.chip, chosen.length > 0 && styles.on)}
          aria-haspopup="dialog"
          onClick={() => setOpen(true)}
        >
          <Icon name="filter" size={18} />
          <span>{chosen.length > 0 ? t('filter.openWith', { count: chosen.length }) : t('filter.open')}</span>
        </button>
        <EventFilter
          value={filter.event}
          onChange={(event) => changeAddress(setParams, { [FILTER_NAMES.event]: event })}
        />
      </div>
      {chosen.length > 0 && (
        <div className={styles.chosen}>
          {chosen.map((name) => (
            <button
              key={name}
              type="button"
              className={cx(styles.chip, styles.on)}
              aria-label={t('filter.remove', { filter: words(name, filter[name] ?? '') })}
              onClick={() => changeAddress(setParams, { [FILTER_NAMES[name]]: null })}
            >
              <span>{words(name, filter[name] ?? '')}</span>
              <Icon name="close" size={18} />
            </button>
          ))}
        </div>
      )}
      {open && (
        <FilterSheet
          catalogue={catalogue}
          filter={filter}
          today={today}
          setParams={setParams}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
