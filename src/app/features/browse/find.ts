import type { Day } from '#core/calendar/day.ts';
import type { CatalogueSearch } from '#core/ports.ts';
import { isWithdrawn, type Procedure } from '#core/procedure/procedure.ts';
import { MOST_POPULAR, type SearchEntry } from '#core/text/search/entry.ts';
import { platform } from '#app/state/app.ts';
import type { Catalogue } from '#app/state/catalogue.ts';

/** What can be done on this phone from beginning to end is found before what cannot. */
const WITHOUT_FORM = MOST_POPULAR - 2;
/** A household business is a person at work. */
const FIELDS_OF_BUSINESS: ReadonlySet<string> = new Set(['Hộ kinh doanh']);

/** Our procedures as search knows them. Both languages are in it: neighbours mix them. */
export function entriesOf(procedures: readonly Procedure[], today: Day): SearchEntry[] {
  return procedures.map((procedure) => ({
    code: procedure.code,
    name: procedure.name.vi,
    field: procedure.field.vi,
    level: procedure.level,
    agency: '',
    audience: FIELDS_OF_BUSINESS.has(procedure.field.vi) ? 'both' : 'person',
    popularity: procedure.form ? MOST_POPULAR : WITHOUT_FORM,
    keywords: [procedure.officialName, ...procedure.keywords, procedure.name.en],
    events: procedure.lifeEvents,
    withdrawn: isWithdrawn(procedure, today),
  }));
}

let loading: { readonly of: Catalogue; readonly search: Promise<CatalogueSearch> } | null = null;

/** Search over the catalogue; the index is built once for it, beside the page. */
export function searchOf(catalogue: Catalogue, today: Day): Promise<CatalogueSearch> {
  if (loading?.of !== catalogue) {
    const search = platform()
      .search()
      .then(async (opened) => {
        await opened.load(entriesOf(catalogue.procedures, today));
        return opened;
      });
    // A program that could not be fetched is asked for again at the next key.
    search.catch(() => (loading = null));
    loading = { of: catalogue, search };
  }
  return loading.search;
}
