import type { Day } from '#core/calendar/day.ts';
import { MOST_POPULAR, type SearchEntry } from '#core/text/search/entry.ts';
import type { CatalogueEntry } from './entry.ts';
import { isWithdrawn, type Procedure } from './procedure.ts';

/** What can be done on this phone from beginning to end is found before what cannot. */
const WITHOUT_FORM = MOST_POPULAR - 2;
/** A household business is a person at work. */
const FIELDS_OF_BUSINESS: ReadonlySet<string> = new Set(['Hộ kinh doanh']);

/**
 * What search is told: the province's catalogue, ours in place of the same codes, and those it lacks. Both
 * languages of ours are in it, since neighbours mix them.
 */
export function searchEntries(
  catalogue: readonly CatalogueEntry[],
  authored: readonly Procedure[],
  today: Day,
): SearchEntry[] {
  const own = new Map(authored.map((procedure) => [procedure.code, procedure]));
  const known = new Set(catalogue.map(({ code }) => code));
  return [
    ...catalogue.map((entry) => {
      const procedure = own.get(entry.code);
      return procedure ? ownEntry(procedure, entry.agency, today) : entry;
    }),
    ...authored.filter(({ code }) => !known.has(code)).map((procedure) => ownEntry(procedure, '', today)),
  ];
}

function ownEntry(procedure: Procedure, agency: string, today: Day): SearchEntry {
  return {
    code: procedure.code,
    name: procedure.name.vi,
    field: procedure.field.vi,
    level: procedure.level,
    agency,
    audience: FIELDS_OF_BUSINESS.has(procedure.field.vi) ? 'both' : 'person',
    popularity: procedure.form ? MOST_POPULAR : WITHOUT_FORM,
    keywords: [procedure.officialName, ...procedure.keywords, procedure.name.en],
    events: procedure.lifeEvents,
    withdrawn: isWithdrawn(procedure, today),
  };
}
