import * as z from 'zod/mini';
import { partOf, RECORD_FIELDS, type RecordField } from './difference.ts';
import { Confidence } from './procedure.ts';
import { Channel, DocumentCase, ProcedureRecord, RecordFee, Term } from './record.ts';

/**
 * What a person saw of a procedure when they last looked at it: enough to say later what has changed. A part that is
 * longer than `SHORT` characters is kept as its hash alone, so that a hundred looks weigh less than one photo.
 */
export const Look = z.strictObject({
  code: z.string(),
  /** The catalogue's revision that was seen. */
  rev: z.int(),
  /** Milliseconds. */
  at: z.int(),
  parts: z.record(z.string(), z.string()),
});
export type Look = z.infer<typeof Look>;

const SHORT = 800;
/** So many are kept; those of favourites besides. */
const MOST_LOOKS = 60;

type Seen = { readonly code: string; readonly rev: number; readonly record: ProcedureRecord };

export async function lookAt(
  { code, rev, record }: Seen,
  at: number,
  sha256: (text: string) => Promise<string>,
): Promise<Look> {
  const parts: Record<string, string> = {};
  for (const field of RECORD_FIELDS) {
    const text = partOf(record, field);
    parts[field] = text.length <= SHORT ? text : `#${(await sha256(text)).slice(0, 24)}`;
  }
  return { code, rev, at, parts };
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

/** What differs for a person between a look and what stands there now, in the order of the page. */
export function changesSince(before: Look, now: Look, record: ProcedureRecord): Change[] {
  if (before.rev === now.rev) return [];
  return RECORD_FIELDS.filter((field) => !SILENT.has(field) && before.parts[field] !== now.parts[field]).map((field) =>
    changeIn(field, before.parts[field] ?? '', record),
  );
}

const Texts = z.array(z.string());
const Fees = z.tuple([z.array(z.tuple([z.array(Channel), z.array(RecordFee)])), Confidence]);
/** Terms of cases and the confidence stand behind them. */
const Terms = z.tuple([z.array(z.tuple([z.array(Channel), Term]))], z.unknown());
const Cases = z.array(DocumentCase);
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
      const fees = Fees.safeParse(was);
      if (!fees.success) return long;
      return {
        field,
        kind: 'fees',
        before: distinct(fees.data[0].flatMap(([, some]) => some)),
        after: distinct(record.methods.flatMap(({ fees: some }) => some)),
      };
    }
    case 'terms': {
      const terms = Terms.safeParse(was);
      if (!terms.success) return long;
      return {
        field,
        kind: 'terms',
        before: distinct(terms.data[0].map(([, term]) => term)),
        after: distinct(record.methods.map(({ term }) => term)),
      };
    }
    case 'results':
    case 'exemptions':
      return items(field, Texts.safeParse(was).data, record[field]);
    case 'legalBases':
      return items(field, Acts.safeParse(was).data?.map(actName), record.legalBases.map(actName));
    case 'cases':
      return items(field, Cases.safeParse(was).data?.flatMap(paperNames), record.cases.flatMap(paperNames));
    default:
      return long;
  }
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
