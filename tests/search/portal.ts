import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { brotliDecompressSync, createGunzip } from 'node:zlib';
import { must } from '#core/assert.ts';
import { entryOf, inCodeOrder, unpackIndex, type CatalogueEntry, type WireIndex } from '#core/procedure/entry.ts';
import { recordOf } from '#server/catalogue/from-portal.ts';
import { PortalProcedure } from '#server/catalogue/portal.ts';

/**
 * The national portal's catalogue as a phone has it, in tests and benchmarks: the index of 5,055 procedures,
 * harvested 2026-07-18 from dichvucong.gov.vn, CC-BY-4.0. `portal.json.br` keeps it as it travels; `readHarvest`
 * makes it again by the import from the harvest, where that is there.
 */
const KEPT = path.join(import.meta.dirname, 'portal.json.br');
const HARVEST = path.join(process.env['BANSO_SHARED'] ?? '../shared', 'domain/portal-procedures.jsonl.gz');

export function readKeptPortal(): WireIndex {
  return JSON.parse(brotliDecompressSync(readFileSync(KEPT)).toString('utf8')) as WireIndex;
}

export function portalEntries(): CatalogueEntry[] {
  return must(unpackIndex(readKeptPortal()), 'the kept index is whole');
}

export const harvestIsHere = existsSync(HARVEST);

/** The entries the import makes of the harvest. */
export async function readHarvest(): Promise<CatalogueEntry[]> {
  const entries: CatalogueEntry[] = [];
  const lines = createInterface({ input: createReadStream(HARVEST).pipe(createGunzip()), crlfDelay: Infinity });
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const procedure = PortalProcedure.parse(JSON.parse(line));
    entries.push(entryOf(recordOf(procedure, procedure.code.trim()), 1));
  }
  return inCodeOrder(entries);
}
