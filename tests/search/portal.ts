import { createReadStream, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { brotliDecompressSync, createGunzip } from 'node:zlib';
import {
  AUDIENCES,
  guessPopularity,
  SEARCH_LEVELS,
  type Audience,
  type SearchEntry,
  type SearchLevel,
} from '#core/text/search/entry.ts';

/**
 * The national portal's catalogue as search sees it, in tests and benchmarks: names, codes, fields, levels and
 * agencies of 5,055 procedures, harvested 2026-07-18 from dichvucong.gov.vn, CC-BY-4.0. `portal.json.br` keeps
 * these facts; `readHarvest` makes them again from the harvest where it is there.
 */
const KEPT = path.join(import.meta.dirname, 'portal.json.br');
const HARVEST = path.join(process.env['BANSO_SHARED'] ?? '../shared', 'domain/portal-procedures.jsonl.gz');

/** Columns rather than records, and numbers for what repeats: a fifth of the bytes. */
export type KeptPortal = {
  readonly codes: readonly string[];
  readonly names: readonly string[];
  readonly fields: readonly string[];
  readonly agencies: readonly string[];
  /** Per entry: field, agency, level, audience, popularity. */
  readonly facts: readonly (readonly [number, number, number, number, number])[];
  readonly keywords: Readonly<Record<string, string>>;
};

export function readKeptPortal(): KeptPortal {
  return JSON.parse(brotliDecompressSync(readFileSync(KEPT)).toString('utf8')) as KeptPortal;
}

export function portalEntries(kept: KeptPortal = readKeptPortal()): SearchEntry[] {
  return kept.codes.map((code, i) => {
    const [field, agency, level, audience, popularity] = kept.facts[i] ?? [0, 0, 0, 0, 0];
    const keywords = kept.keywords[code];
    return {
      code,
      name: kept.names[i] ?? '',
      field: kept.fields[field] ?? '',
      agency: kept.agencies[agency] ?? '',
      level: SEARCH_LEVELS[level] ?? 'commune',
      audience: AUDIENCES[audience] ?? 'both',
      popularity,
      ...(keywords === undefined ? {} : { keywords: [keywords] }),
    };
  });
}

export function keepPortal(entries: readonly SearchEntry[]): KeptPortal {
  const fields = [...new Set(entries.map(({ field }) => field))].sort();
  const agencies = [...new Set(entries.map(({ agency }) => agency))].sort();
  return {
    codes: entries.map(({ code }) => code),
    names: entries.map(({ name }) => name),
    fields,
    agencies,
    facts: entries.map((entry) => [
      fields.indexOf(entry.field),
      agencies.indexOf(entry.agency),
      SEARCH_LEVELS.indexOf(entry.level),
      AUDIENCES.indexOf(entry.audience),
      entry.popularity,
    ]),
    keywords: Object.fromEntries(
      entries.flatMap(({ code, keywords = [] }) => keywords.map((keyword) => [code, keyword])),
    ),
  };
}

export const harvestIsHere = existsSync(HARVEST);

type Named = { readonly name: string } | null;
type PortalRecord = {
  readonly code: string;
  readonly name: string;
  readonly detail: {
    readonly category: Named;
    readonly categoriesDetails: readonly Named[] | null;
    readonly departmentsExecuting: readonly Named[] | null;
    readonly unitGroupsExecuting: readonly Named[] | null;
    readonly subjectTypesDetails: readonly Named[] | null;
    readonly serviceGroupsDetails: readonly Named[] | null;
    readonly keywords: string | null;
    readonly isWard: boolean;
    readonly isProvince: boolean;
    readonly isInternal: boolean;
    readonly type: string;
  };
};

/** The entries of the harvest, in its order. */
export async function readHarvest(): Promise<SearchEntry[]> {
  const entries: SearchEntry[] = [];
  const lines = createInterface({ input: createReadStream(HARVEST).pipe(createGunzip()), crlfDelay: Infinity });
  for await (const line of lines) if (line.trim() !== '') entries.push(entryOf(JSON.parse(line) as PortalRecord));
  return entries;
}

function entryOf({ code, name, detail }: PortalRecord): SearchEntry {
  const names = (list: readonly Named[] | null) => (list ?? []).flatMap((one) => (one ? [tidy(one.name)] : []));
  const agencies = [...names(detail.departmentsExecuting), ...names(detail.unitGroupsExecuting)];
  const level = levelOf(agencies, detail);
  const audience = audienceOf(names(detail.subjectTypesDetails));
  const keywords = tidy(detail.keywords ?? '');
  const inServiceGroup = names(detail.serviceGroupsDetails).length > 0;
  const narrow = detail.type !== 'STANDARD' || detail.isInternal;
  return {
    code: code.trim(),
    name: tidy(name),
    field: tidy((detail.category ?? detail.categoriesDetails?.[0])?.name ?? ''),
    agency: agencies[0] ?? '',
    level,
    audience,
    popularity: guessPopularity({ level, audience, inServiceGroup, narrow }),
    ...(keywords === '' ? {} : { keywords: [keywords] }),
  };
}

/** The portal's flags are noisy; who does the work says more. */
function levelOf(agencies: readonly string[], detail: PortalRecord['detail']): SearchLevel {
  if (detail.isWard || agencies.some((agency) => /(cấp|,|dân)\s+(xã|phường)/i.test(agency))) return 'commune';
  return detail.isProvince ? 'province' : 'ministry';
}

function audienceOf(subjects: readonly string[]): Audience {
  const person = subjects.some((subject) => /công dân|người|cán bộ|đảng viên/i.test(subject));
  const business = subjects.some((subject) => /doanh nghiệp|tổ chức|hợp tác xã/i.test(subject));
  if (person && business) return 'both';
  return business ? 'business' : 'person';
}

function tidy(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
}
