import { AUDIENCES, SEARCH_LEVELS, type Audience, type SearchLevel } from './entry.ts';
import type { SearchIndex } from './index.ts';

/** What results are narrowed to; null is everything. `field` and `agency` as the index writes them. */
export type SearchFilter = {
  readonly field: string | null;
  readonly level: SearchLevel | null;
  readonly agency: string | null;
  /** `person` and `business` keep what is for both. */
  readonly audience: Exclude<Audience, 'both'> | null;
  readonly event: string | null;
};

export const NO_FILTER: SearchFilter = { field: null, level: null, agency: null, audience: null, event: null };

export function sameFilter(a: SearchFilter, b: SearchFilter): boolean {
  return (
    a.field === b.field &&
    a.level === b.level &&
    a.agency === b.agency &&
    a.audience === b.audience &&
    a.event === b.event
  );
}

/** A bit for each entry. */
export type Bits = Uint32Array;

/** The entries a filter keeps; null for all of them. */
export function allowedBy(index: SearchIndex, filter: SearchFilter): Bits | null {
  const parts: ((entry: number) => boolean)[] = [];
  const { field, level, agency, audience, event } = filter;
  if (field !== null) parts.push(equals(index.fieldOf, index.fields.indexOf(field)));
  if (agency !== null) parts.push(equals(index.agencyOf, index.agencies.indexOf(agency)));
  if (level !== null) parts.push(equals(index.levelOf, SEARCH_LEVELS.indexOf(level)));
  if (audience !== null) {
    const other = AUDIENCES.indexOf(audience === 'person' ? 'business' : 'person');
    parts.push((entry) => index.audienceOf[entry] !== other);
  }
  if (event !== null) {
    const place = index.events.indexOf(event);
    const bit = place < 0 ? 0 : 1 << place;
    parts.push((entry) => ((index.eventsOf[entry] ?? 0) & bit) !== 0);
  }
  if (parts.length === 0) return null;
  const count = index.codes.length;
  const bits = new Uint32Array((count + 31) >>> 5);
  for (let entry = 0; entry < count; entry += 1) {
    if (parts.every((keeps) => keeps(entry))) bits[entry >>> 5] = (bits[entry >>> 5] ?? 0) | (1 << (entry & 31));
  }
  return bits;
}

export function has(bits: Bits, entry: number): boolean {
  return ((bits[entry >>> 5] ?? 0) & (1 << (entry & 31))) !== 0;
}

function equals(column: Uint16Array | Uint8Array, value: number): (entry: number) => boolean {
  return (entry) => column[entry] === value;
}

/** How many entries in force a choice would leave, given the rest of the filter. */
export type Facet<Value extends string = string> = { readonly value: Value; readonly count: number };
export type Facets = {
  readonly fields: readonly Facet[];
  readonly agencies: readonly Facet[];
  readonly levels: readonly Facet<SearchLevel>[];
  readonly audiences: readonly Facet<Exclude<Audience, 'both'>>[];
};

/** What each part of a filter could be changed to. Fields and agencies with the most first; empty ones are left out. */
export function facetsOf(index: SearchIndex, filter: SearchFilter): Facets {
  const counts = (without: keyof SearchFilter, column: Uint16Array | Uint8Array, size: number) => {
    const allowed = allowedBy(index, { ...filter, [without]: null });
    const found = new Uint32Array(size);
    column.forEach((value, entry) => {
      if (index.withdrawnOf[entry] === 1 || (allowed && !has(allowed, entry))) return;
      found[value] = (found[value] ?? 0) + 1;
    });
    return found;
  };
  const named = (names: readonly string[], found: Uint32Array) =>
    names
      .map((value, i) => ({ value, count: found[i] ?? 0 }))
      .filter(({ value, count }) => value !== '' && count > 0)
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const levels = counts('level', index.levelOf, SEARCH_LEVELS.length);
  const audiences = counts('audience', index.audienceOf, AUDIENCES.length);
  const both = audiences[AUDIENCES.indexOf('both')] ?? 0;
  return {
    fields: named(index.fields, counts('field', index.fieldOf, index.fields.length)),
    agencies: named(index.agencies, counts('agency', index.agencyOf, index.agencies.length)),
    levels: SEARCH_LEVELS.map((value, i) => ({ value, count: levels[i] ?? 0 })),
    audiences: (['person', 'business'] as const).map((value) => ({
      value,
      count: (audiences[AUDIENCES.indexOf(value)] ?? 0) + both,
    })),
  };
}
