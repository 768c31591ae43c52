import type { Term, TERM_UNITS } from '#core/procedure/record.ts';
import type { PORTAL_UNITS } from './portal.ts';
import { line } from './structured.ts';

type PortalUnit = (typeof PORTAL_UNITS)[number];

const UNITS: Readonly<Record<Exclude<PortalUnit, 'OTHER'>, (typeof TERM_UNITS)[number]>> = {
  WORKING_DAY: 'workingDay',
  DAY: 'day',
  HOUR: 'hour',
  MONTH: 'month',
  YEAR: 'year',
};

/** The number says nothing of itself: "1 OTHER" stands beside any term from an hour to a year. */
const SAYS_NOTHING = /^(theo mô tả|không|-|[\d.,\s]*)\.?$/i;

/** A term of the source. The unit OTHER with a number is no count of days; only words can tell. */
export function termOf(time: number | string, unit: PortalUnit, words: string): Term {
  if (typeof time === 'number' && time > 0 && unit !== 'OTHER') {
    return { kind: 'within', count: time, unit: UNITS[unit] };
  }
  const said = [typeof time === 'string' ? line(time) : '', line(words)].find((text) => !SAYS_NOTHING.test(text));
  return said === undefined ? { kind: 'unverified' } : { kind: 'asText', text: said };
}

export function sameTerm(a: Term, b: Term): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
