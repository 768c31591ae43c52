import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MOST_POPULAR, type SearchEntry } from '#core/text/search/entry.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { portalEntries } from './portal.ts';

const FOLDER = path.join(import.meta.dirname, '../../src/content/procedures');

/** Our own procedures as the app gives them to search. */
function ownEntries(): SearchEntry[] {
  return readdirSync(FOLDER).map((file) => {
    const own = JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as Procedure;
    return {
      code: own.code,
      name: own.name.vi,
      field: own.field.vi,
      agency: '',
      level: own.level,
      audience: 'person',
      popularity: own.form ? MOST_POPULAR : MOST_POPULAR - 2,
      keywords: [own.officialName, ...own.keywords, own.name.en],
      events: own.lifeEvents,
    };
  });
}

/** The whole catalogue of a pocket: the portal's 5,055, ours in place of the same codes, and those it lacks. */
export function pocketEntries({ withOwn = true } = {}): SearchEntry[] {
  const own = new Map(withOwn ? ownEntries().map((entry) => [entry.code, entry]) : []);
  const portal = portalEntries();
  const known = new Set(portal.map(({ code }) => code));
  return [
    ...portal.map((entry) => own.get(entry.code) ?? entry),
    ...[...own.values()].filter(({ code }) => !known.has(code)),
  ];
}
