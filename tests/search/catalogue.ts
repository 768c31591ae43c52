import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Procedure } from '#core/procedure/procedure.ts';
import { searchEntries } from '#core/procedure/searchable.ts';
import type { SearchEntry } from '#core/text/search/entry.ts';
import { portalEntries } from './portal.ts';

const FOLDER = path.join(import.meta.dirname, '../../src/content/procedures');
const TODAY = '2026-07-18';

/** What search is told on a phone with the whole catalogue. */
export function pocketEntries(): SearchEntry[] {
  const own = readdirSync(FOLDER).map((file) =>
    Procedure.parse(JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8'))),
  );
  return searchEntries(portalEntries(), own, TODAY);
}
