import type { SetSearchParams } from 'wouter';
import { LifeEvent } from '#core/procedure/procedure.ts';
import { SEARCH_LEVELS, type SearchLevel } from '#core/text/search/entry.ts';
import type { SearchFilter } from '#core/text/search/filter.ts';

/** The parts of a filter and their names in the address, which people see and share. */
export const FILTER_NAMES = {
  event: 'viec',
  field: 'linh-vuc',
  level: 'cap',
  agency: 'co-quan',
  audience: 'cho-ai',
} as const satisfies Record<keyof SearchFilter, string>;

/** In the order their chips stand. */
export const SHEET_FILTERS = [
  'field',
  'level',
  'agency',
  'audience',
] as const satisfies readonly (keyof SearchFilter)[];

/** The filter an address asks for; what it does not know is left out. */
export function filterOf(params: URLSearchParams): SearchFilter & { readonly event: LifeEvent | null } {
  const event = LifeEvent.safeParse(params.get(FILTER_NAMES.event));
  const level = params.get(FILTER_NAMES.level);
  const audience = params.get(FILTER_NAMES.audience);
  return {
    event: event.success ? event.data : null,
    field: params.get(FILTER_NAMES.field),
    level: isLevel(level) ? level : null,
    agency: params.get(FILTER_NAMES.agency),
    audience: audience === 'person' || audience === 'business' ? audience : null,
  };
}

/** Changes parts of the address in place: going back leaves the list, it does not undo letters. */
export function changeAddress(setParams: SetSearchParams, changes: Readonly<Record<string, string | null>>): void {
  setParams(
    (before) => {
      const after = new URLSearchParams(before);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === '') after.delete(name);
        else after.set(name, value);
      }
      return after;
    },
    { replace: true },
  );
}

function isLevel(value: string | null): value is SearchLevel {
  return SEARCH_LEVELS.some((level) => level === value);
}
