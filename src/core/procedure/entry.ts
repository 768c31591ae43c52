import * as z from 'zod/mini';
import { guessPopularity, MOST_POPULAR } from '#core/text/search/entry.ts';
import { Audience, Level, ProcedureCode, type ProcedureRecord } from './record.ts';

/**
 * One line of the pocket's index: enough to find a procedure and to name it. `rev` is the version of the catalogue
 * in which its record last changed; details with another `rev` are old.
 */
export const CatalogueEntry = z.strictObject({
  code: ProcedureCode,
  name: z.string(),
  field: z.string(),
  level: Level,
  /** The first that handles it; empty when the source names none. */
  agency: z.string(),
  audience: Audience,
  /** As search has it: a guess from level and audience, since the source counts no use. */
  popularity: z.int().check(z.minimum(0), z.maximum(MOST_POPULAR)),
  keywords: z.optional(z.array(z.string())),
  rev: z.int().check(z.minimum(1)),
});
export type CatalogueEntry = z.infer<typeof CatalogueEntry>;

/** A record's line. */
export function entryOf(record: ProcedureRecord, rev: number): CatalogueEntry {
  const keywords = record.keywords ?? [];
  return {
    code: record.code,
    name: record.name,
    field: record.field,
    level: record.level,
    agency: record.agencies.executing[0] ?? '',
    audience: record.audience,
    popularity: popularityOf(record),
    ...(keywords.length === 0 ? {} : { keywords }),
    rev,
  };
}

function popularityOf({ level, audience, inServiceGroup = false, internal = false, source }: ProcedureRecord): number {
  if (internal) return 0;
  return guessPopularity({ level, audience, inServiceGroup, narrow: source.province !== undefined });
}

/**
 * The index as it travels and as it is hashed: words that recur are named once, an entry is a row of numbers and
 * texts. Rows are in the order of their codes.
 */
const WireRow = z.tuple([
  z.string(),
  z.string(),
  z.int(),
  z.int(),
  z.int(),
  z.int(),
  z.int(),
  z.int(),
  z.union([z.literal(0), z.array(z.string())]),
]);
type WireRow = z.infer<typeof WireRow>;

export const WireIndex = z.strictObject({
  fields: z.array(z.string()),
  agencies: z.array(z.string()),
  rows: z.array(WireRow),
});
export type WireIndex = z.infer<typeof WireIndex>;

const LEVELS: readonly Level[] = ['commune', 'province', 'ministry'];
const AUDIENCES: readonly Audience[] = ['person', 'business', 'both'];

export function packIndex(entries: readonly CatalogueEntry[]): WireIndex {
  const fields = new Map<string, number>();
  const agencies = new Map<string, number>();
  const at = (names: Map<string, number>, name: string): number => {
    const known = names.get(name) ?? names.size;
    names.set(name, known);
    return known;
  };
  const rows = entries.map((entry): WireRow => [
    entry.code,
    entry.name,
    at(fields, entry.field),
    LEVELS.indexOf(entry.level),
    at(agencies, entry.agency),
    AUDIENCES.indexOf(entry.audience),
    entry.popularity,
    entry.rev,
    entry.keywords ?? 0,
  ]);
  return { fields: [...fields.keys()], agencies: [...agencies.keys()], rows };
}

/** The entries of a packed index, or null when a row points at nothing. */
export function unpackIndex({ fields, agencies, rows }: WireIndex): CatalogueEntry[] | null {
  const entries: CatalogueEntry[] = [];
  for (const [code, name, fieldAt, levelAt, agencyAt, audienceAt, popularity, rev, keywords] of rows) {
    const [field, level, agency, audience] = [
      fields[fieldAt],
      LEVELS[levelAt],
      agencies[agencyAt],
      AUDIENCES[audienceAt],
    ];
    if (field === undefined || level === undefined || agency === undefined || audience === undefined) return null;
    entries.push({
      code,
      name,
      field,
      level,
      agency,
      audience,
      popularity,
      ...(keywords === 0 ? {} : { keywords }),
      rev,
    });
  }
  return entries;
}

/** Codes in the one order both sides hash them in. */
export function inCodeOrder(entries: readonly CatalogueEntry[]): CatalogueEntry[] {
  return entries.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}
