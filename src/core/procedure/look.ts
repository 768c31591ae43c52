import * as z from 'zod/mini';
import { recordOfAuthored } from './authored.ts';
import { partOf, RECORD_FIELDS, type RecordField } from './difference.ts';
import { Confidence, type Procedure } from './procedure.ts';
import { Channel, DocumentCase, ProcedureRecord, RecordFee, Term } from './record.ts';

/**
 * What a person saw of a procedure when they last looked at it: enough to say later what has changed. A part that is
 * longer than `SHORT` characters is kept as its hash alone, so that a hundred looks weigh less than one photo.
 */
export const Look = z.strictObject({
  code: z.string(),
  /** The catalogue's revision that was seen; 0 where the phone had none of it. */
  rev: z.int(),
  /** Milliseconds. */
  at: z.int(),
  /** By field, as they stood on the page; those of our own words are named apart (`our.fees`). */
  parts: z.record(z.string(), z.string()),
});
export type Look = z.infer<typeof Look>;

/** Beside the parts of a look that has what the province had set in them; looks of older versions have not. */
const HERE = 'here';

const SHORT = 800;
/** So many are kept; those of favourites besides. */
const MOST_LOOKS = 60;

/** A procedure as its page shows it, each part as it holds in the province today. */
export type Seen = {
  readonly code: string;
  readonly rev: number;
  /** The catalogue's; null while the phone has none. */
  readonly record: ProcedureRecord | null;
  /** Ours; null for one we have not written about. */
  readonly ours: Procedure | null;
};

/** What our own words say first, where the catalogue's are read below them. */
const OUR_FIELDS = ['fees', 'terms', 'cases'] as const satisfies RecordField[];

type Part = { readonly key: string; readonly field: RecordField; readonly record: ProcedureRecord };

function partsOf({ record, ours }: Seen): Part[] {
  const mapped = ours && recordOfAuthored(ours);
  return [
    ...(record ? RECORD_FIELDS.map((field) => ({ key: field, field, record })) : []),
    ...(mapped ? OUR_FIELDS.map((field) => ({ key: `our.${field}`, field, record: mapped })) : []),
  ];
}

/** `before` lends what cannot be seen now: a detail that is not on the phone at the moment. */
export async function lookAt(
  seen: Seen,
  before: Look | null,
  at: number,
  sha256: (text: string) => Promise<string>,
): Promise<Look> {
  const parts: Record<string, string> = { ...before?.parts, [HERE]: 'true' };
  for (const { key, field, record } of partsOf(seen)) {
    const text = partOf(record, field);
    parts[key] = text.length <= SHORT ? text : `#${(await sha256(text)).slice(0, 24)}`;
    if (field === 'cases') parts[namesOf(key)] = shortNames(record);
  }
  return { code: seen.code, rev: seen.record ? seen.rev : (before?.rev ?? 0), at, parts };
}

/** What the papers of a part are called is kept beside it: enough to tell which has come, and which has gone. */
function namesOf(key: string): string {
  return `${key}.names`;
}

function shortNames({ cases }: ProcedureRecord): string {
  const names = JSON.stringify(cases.flatMap(paperNames));
  return names.length <= SHORT ? names : '';
}

/** The looks with this one at their head, in place of the last one at the same procedure. */
export function withLook(looks: readonly Look[], look: Look, favourites: ReadonlySet<string>): readonly Look[] {
  const others = looks.filter(({ code }) => code !== look.code);
  return [look, ...others.filter(({ code }, at) => at < MOST_LOOKS - 1 || favourites.has(code))];
}

/** What has changed in a field; `long` when it was too long to have been kept, or has no short way to be told. */
export type Change =
  | { readonly field: RecordField; readonly kind: 'long' }
  | { readonly field: RecordField; readonly kind: 'text'; readonly before: string; readonly after: string }
  | {
      readonly field: RecordField;
      readonly kind: 'items';
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  | {
      readonly field: RecordField;
      readonly kind: 'fees';
      readonly before: readonly RecordFee[];
      readonly after: readonly RecordFee[];
    }
  | {
      readonly field: RecordField;
      readonly kind: 'terms';
      readonly before: readonly Term[];
      readonly after: readonly Term[];
    }
  | {
      readonly field: RecordField;
      readonly kind: 'online';
      readonly before: ProcedureRecord['onlineLevel'];
      readonly after: ProcedureRecord['onlineLevel'];
    };

/** Fields in which nobody reads a change: who announced it. What changed there changed nothing for a person. */
const SILENT: ReadonlySet<RecordField> = new Set(['source', 'field']);

/** What a province may set, of which an older look does not say whether it had. */
const SET_HERE: ReadonlySet<string> = new Set<RecordField>(['fees', 'terms', 'exemptions', 'legalBases']);

/**
 * What differs for a person between a look and what stands there now, in the order of the page. Where our own words
 * and the catalogue's have changed alike, ours are told.
 */
export function changesSince(before: Look, now: Look, seen: Seen): Change[] {
  const changed = partsOf(seen).filter(({ key, field }) => {
    const was = before.parts[key];
    if (SILENT.has(field) || was === undefined || was === now.parts[key]) return false;
    return before.parts[HERE] !== undefined || !SET_HERE.has(key);
  });
  return RECORD_FIELDS.flatMap((field) => {
    const part = changed.findLast((one) => one.field === field);
    if (!part) return [];
    const key = field === 'cases' ? namesOf(part.key) : part.key;
    return [changeIn(field, before.parts[key] ?? '', part.record)];
  });
}

const Texts = z.array(z.string());
const Fees = z.tuple([z.array(z.tuple([z.array(Channel), z.array(RecordFee), z.optional(Confidence)])), Confidence]);
const Terms = z.tuple([
  z.array(z.tuple([z.array(Channel), Term, z.optional(Confidence)])),
  /** Terms of cases. */
  z.unknown(),
  Confidence,
]);
const Acts = ProcedureRecord.def.shape.legalBases;

function changeIn(field: RecordField, text: string, record: ProcedureRecord): Change {
  const long: Change = { field, kind: 'long' };
  const was = text.startsWith('#') ? undefined : parsed(text);
  switch (field) {
    case 'name': {
      const name = z.string().safeParse(was);
      return name.success ? { field, kind: 'text', before: name.data, after: record.name } : long;
    }
    case 'onlineLevel': {
      const level = ProcedureRecord.def.shape.onlineLevel.safeParse(was);
      return level.success ? { field, kind: 'online', before: level.data, after: record.onlineLevel } : long;
    }
    case 'fees': {
      const [before, after] = [Fees.safeParse(was), Fees.safeParse(parsed(partOf(record, field)))];
      if (!before.success || !after.success) return long;
      return { field, kind: 'fees', before: feesIn(before.data), after: feesIn(after.data) };
    }
    case 'terms': {
      const [before, after] = [Terms.safeParse(was), Terms.safeParse(parsed(partOf(record, field)))];
      if (!before.success || !after.success) return long;
      return { field, kind: 'terms', before: termsIn(before.data), after: termsIn(after.data) };
    }
    case 'results':
    case 'exemptions':
      return items(field, Texts.safeParse(was).data, record[field]);
    case 'legalBases':
      return items(field, Acts.safeParse(was).data?.map(actName), record.legalBases.map(actName));
    case 'cases':
      return items(field, Texts.safeParse(was).data, record.cases.flatMap(paperNames));
    default:
      return long;
  }
}

/** What nobody was sure of was no fact then, and is none beside the new one. */
function feesIn([ways, confidence]: z.infer<typeof Fees>): RecordFee[] {
  const unsure = ({ type, amount }: RecordFee): RecordFee =>
    amount.kind === 'byProvince' ? { type, amount } : { type, amount: { kind: 'unverified' } };
  return distinct(ways.flatMap(([, fees, own = confidence]) => (own === 'low' ? fees.map(unsure) : fees)));
}

function termsIn([ways, , confidence]: z.infer<typeof Terms>): Term[] {
  return distinct(ways.map(([, term, own = confidence]): Term => (own === 'low' ? { kind: 'unverified' } : term)));
}

function items(field: RecordField, before: readonly string[] | undefined, after: readonly string[]): Change {
  if (before === undefined) return { field, kind: 'long' };
  const added = [...new Set(after)].filter((item) => !before.includes(item));
  const removed = [...new Set(before)].filter((item) => !after.includes(item));
  return added.length + removed.length === 0 ? { field, kind: 'long' } : { field, kind: 'items', added, removed };
}

function paperNames({ documents }: DocumentCase): string[] {
  return documents.map(({ name }) => name);
}

function actName({ number }: { readonly number: string }): string {
  return number;
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
