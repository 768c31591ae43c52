import * as z from 'zod/mini';
import { Day } from '#core/calendar/day.ts';
import { Confidence } from './procedure.ts';

/**
 * A procedure as the province's catalogue holds it: the facts, in the words of the source, in Vietnamese and NFC.
 * The import of the National Portal and our own authored procedures both map to it; an authored one then adds
 * forms, guidance and a neighbour's words by its code (`authored.ts`).
 */

/** "1.001193" */
export const ProcedureCode = z.string().check(z.regex(/^\d\.\d{6}$/));

/** Text without markup: a string is a paragraph, an array is a list. Nothing in it is ever HTML. */
export const StructuredText = z.array(z.union([z.string(), z.array(z.string())]));
export type StructuredText = z.infer<typeof StructuredText>;

export const Level = z.enum(['commune', 'province', 'ministry']);
export type Level = z.infer<typeof Level>;

export const Audience = z.enum(['person', 'business', 'both']);
export type Audience = z.infer<typeof Audience>;

export const TERM_UNITS = ['workingDay', 'day', 'hour', 'month', 'year'] as const;

/** How long the office may take. A number whose unit is unknown is no term: it is `asText`, or `unverified`. */
export const Term = z.discriminatedUnion('kind', [
  /** The same working day; accepted at or after the hour, the next one. */
  z.strictObject({ kind: z.literal('sameDay'), cutoffHour: z.int() }),
  z.strictObject({
    kind: z.literal('within'),
    count: z.number().check(z.positive()),
    unit: z.enum(TERM_UNITS),
    /** Extra plain days in mountain, border and specially difficult communes. */
    mountainExtraDays: z.optional(z.int()),
  }),
  z.strictObject({ kind: z.literal('asText'), text: z.string() }),
  z.strictObject({ kind: z.literal('unverified') }),
]);
export type Term = z.infer<typeof Term>;

/**
 * What is owed, as far as the source can be believed. A listed 0 is never `free`: that needs words that say so.
 * `fixed` is in whole units of its currency.
 */
export const FeeAmount = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('free') }),
  z.strictObject({ kind: z.literal('fixed'), amount: z.int().check(z.positive()), currency: z.enum(['VND', 'USD']) }),
  /** The provincial People's Council sets it; an overlay may give the amount. */
  z.strictObject({ kind: z.literal('byProvince') }),
  /** Only the note says what it is: a table, a percentage, a reference to a circular. */
  z.strictObject({ kind: z.literal('asText') }),
  z.strictObject({ kind: z.literal('unverified') }),
]);
export type FeeAmount = z.infer<typeof FeeAmount>;

/** The source often confuses phí with lệ phí, so nothing is decided by it; a price is no fee of the state. */
export const RecordFee = z.strictObject({
  type: z.enum(['fee', 'price']),
  amount: FeeAmount,
  note: z.optional(z.string()),
});
export type RecordFee = z.infer<typeof RecordFee>;

const CHANNELS = ['online', 'direct', 'postal'] as const;
export const Channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof Channel>;

/** One way, or several that agree in everything, to hand it in. */
export const RecordMethod = z.strictObject({
  channels: z.array(Channel).check(z.minLength(1)),
  term: Term,
  fees: z.array(RecordFee),
  note: z.optional(StructuredText),
  /** Where it is another than the record's: a province, or we, have set the fee or the term of this way. */
  confidence: z.optional(z.strictObject({ fee: z.optional(Confidence), term: z.optional(Confidence) })),
});
export type RecordMethod = z.infer<typeof RecordMethod>;

export const RecordDocument = z.strictObject({
  name: z.string(),
  /** 0 of both: nobody says how many. */
  originals: z.int(),
  copies: z.int(),
  /** Of everybody; a paper that only some need is not, and `note` says who. */
  required: z.boolean(),
  note: z.optional(z.string()),
  /** Names of the files with a blank form. */
  blanks: z.optional(z.array(z.string())),
});
export type RecordDocument = z.infer<typeof RecordDocument>;

/** What to bring in one case. An empty name is the only case, or what every case needs. */
export const DocumentCase = z.strictObject({
  name: z.string(),
  documents: z.array(RecordDocument),
  /** Lines the source lists among the papers with no number of copies: remarks, not papers. */
  remarks: z.optional(z.array(z.string())),
});
export type DocumentCase = z.infer<typeof DocumentCase>;

export const ProcedureRecord = z.strictObject({
  code: ProcedureCode,
  name: z.string().check(z.minLength(1)),
  /** The administrative field: "Hộ tịch". */
  field: z.string(),
  /** The lowest level that takes it; `levels` names all. */
  level: Level,
  levels: z.array(Level),
  agencies: z.strictObject({
    /** Those that handle it. */
    executing: z.array(z.string()),
    /** Those that decide, where another does. */
    deciding: z.optional(z.array(z.string())),
    coordinating: z.optional(z.array(z.string())),
    /** Where to hand it in, when the source says. */
    receivedAt: z.optional(z.string()),
  }),
  audience: Audience,
  /** Who may apply, as the source names them. */
  applicants: z.array(z.string()),
  /** Between offices of the state; nobody outside can apply. */
  internal: z.optional(z.boolean()),
  /** The source groups it under an event of a person's or a business's life. */
  inServiceGroup: z.optional(z.boolean()),
  /** As people might search for it. */
  keywords: z.optional(z.array(z.string())),
  methods: z.array(RecordMethod),
  /** Who pays less or nothing, in the source's sentences. */
  exemptions: z.array(z.string()),
  /** Terms of special cases, where they differ from the methods'. */
  caseTerms: z.optional(z.array(z.strictObject({ name: z.string(), term: Term }))),
  cases: z.array(DocumentCase),
  steps: z.array(z.strictObject({ title: z.optional(z.string()), text: StructuredText })),
  conditions: StructuredText,
  legalBases: z.array(z.strictObject({ number: z.string(), name: z.optional(z.string()) })),
  results: z.array(z.string()),
  /** NĐ 42/2022: toàn trình, một phần. */
  onlineLevel: z.enum(['full', 'partial', 'inPerson', 'unverified']),
  /** `documents` is said of our own lists alone; the source's are its own words. */
  confidence: z.strictObject({ fee: Confidence, term: Confidence, documents: z.optional(Confidence) }),
  source: z.strictObject({
    /** Number of the decision that announced it. */
    decision: z.optional(z.string()),
    decidedOn: z.optional(Day),
    issuer: z.optional(z.string()),
    /** The dossier prefix of the province whose own procedure it is; absent for national ones. */
    province: z.optional(z.string()),
  }),
});
export type ProcedureRecord = z.infer<typeof ProcedureRecord>;

/** What may not be shown as a fact of one way to hand it in, though the source states it. */
export function doubtsOf(record: ProcedureRecord, method: RecordMethod): { fee: boolean; term: boolean } {
  const { fee, term } = { ...record.confidence, ...method.confidence };
  return {
    // Who sets the amount may be said without the amount.
    fee: fee === 'low' && method.fees.some(({ amount: { kind } }) => kind !== 'unverified' && kind !== 'byProvince'),
    term: term === 'low' && method.term.kind !== 'unverified',
  };
}
