import * as z from 'zod/mini';
import { Day } from '#core/calendar/day.ts';
import { Condition, Form } from '#core/form/form.ts';
import { LocalizedText } from '#core/text/localized.ts';
import { PaperKind } from '#core/wallet/kind.ts';

/** The eight doors of the home screen; `all` is the eighth and holds everything. */
export const LifeEvent = z.enum([
  'birth',
  'marriage',
  'residence',
  'land',
  'certification',
  'benefits',
  'insurance',
  'death',
  'other',
]);
export type LifeEvent = z.infer<typeof LifeEvent>;

/** How sure we are of a fact. Low is shown as "chưa xác minh", never as a value. */
export const Confidence = z.enum(['high', 'medium', 'low']);
export type Confidence = z.infer<typeof Confidence>;

/** Whole đồng. */
export const Vnd = z.int().check(z.minimum(0), z.maximum(1_000_000_000_000));
export type Vnd = z.infer<typeof Vnd>;

/**
 * What is owed. An amount of 0 in a source is not "free": `free` needs a text that says so.
 * `fixed` with `per` multiplies by a number the form asks for (copies, pages).
 */
export const Fee = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('free'), note: z.optional(LocalizedText) }),
  z.strictObject({
    kind: z.literal('fixed'),
    amount: Vnd,
    per: z.optional(z.strictObject({ field: z.string(), unit: LocalizedText })),
    note: z.optional(LocalizedText),
  }),
  /** The provincial People's Council sets it; shown as such until the province's settings give an amount. */
  z.strictObject({ kind: z.literal('byProvince'), note: z.optional(LocalizedText) }),
  z.strictObject({ kind: z.literal('unverified'), note: z.optional(LocalizedText) }),
]);
export type Fee = z.infer<typeof Fee>;

/** How long the office may take, counted from the day after valid acceptance. */
export const Deadline = z.discriminatedUnion('kind', [
  /** The same working day; accepted at or after the hour, the next working day. */
  z.strictObject({ kind: z.literal('sameDay'), cutoffHour: z.int() }),
  z.strictObject({
    kind: z.literal('workingDays'),
    days: z.int().check(z.minimum(1)),
    /** Extra plain days in mountain, border and specially difficult communes. */
    mountainExtraDays: z.optional(z.int()),
  }),
  z.strictObject({ kind: z.literal('unverified'), note: z.optional(LocalizedText) }),
]);
export type Deadline = z.infer<typeof Deadline>;

/** A paper the procedure asks for. */
export const DocumentRequirement = z.strictObject({
  id: z.string().check(z.regex(/^[a-z][A-Za-z0-9]*$/)),
  name: LocalizedText,
  note: z.optional(LocalizedText),
  /** `photo`: its picture is sent. `show`: it is shown or handed over at the centre. */
  how: z.enum(['photo', 'show']),
  required: z.boolean(),
  showWhen: z.optional(Condition),
  /** Pages at most; 12 unless said. */
  maxPages: z.optional(z.int()),
  /** Which paper of the wallet it is; absent for one that is made for this dossier, or that is somebody else's. */
  kind: z.optional(PaperKind),
  icon: z.optional(z.enum(['idCard', 'birth', 'rings', 'paper', 'land', 'medical', 'photo', 'bank', 'house'])),
});
export type DocumentRequirement = z.infer<typeof DocumentRequirement>;

/**
 * A procedure as residents read it. `version` rises with every change that matters; a draft pins the
 * version it was started on.
 */
export const Procedure = z.strictObject({
  code: z.string().check(z.regex(/^\d\.\d{6}$/)),
  version: z.int().check(z.minimum(1)),
  validFrom: Day,
  validTo: z.optional(Day),
  replacedBy: z.optional(z.string()),
  /** A neighbour's words: "Đăng ký khai sinh". */
  name: LocalizedText,
  officialName: z.string(),
  lifeEvents: z.array(LifeEvent).check(z.minLength(1)),
  /** The administrative field: "Hộ tịch". */
  field: LocalizedText,
  level: z.enum(['commune', 'province', 'ministry']),
  /** As people type it, in any spelling: "gks", "giay khai sanh". */
  keywords: z.array(z.string()),
  summary: LocalizedText,
  whoMayApply: LocalizedText,
  fee: Fee,
  deadline: Deadline,
  /** NĐ 42/2022: toàn trình, một phần. */
  onlineLevel: z.enum(['full', 'partial', 'inPerson', 'unverified']),
  documents: z.array(DocumentRequirement),
  steps: z.array(z.strictObject({ title: LocalizedText, detail: z.optional(LocalizedText) })).check(z.minLength(1)),
  results: z.array(LocalizedText).check(z.minLength(1)),
  where: LocalizedText,
  goodToKnow: z.array(LocalizedText),
  /** Numbers of the acts: "60/2014/QH13". */
  legalBasis: z.array(z.string()),
  confidence: z.strictObject({ fee: Confidence, deadline: Confidence, documents: Confidence, onlineLevel: Confidence }),
  source: z.strictObject({ decision: z.optional(z.string()), url: z.string(), asOf: Day }),
  /** Present when the procedure can be prepared and submitted here. */
  form: z.optional(Form),
});
export type Procedure = z.infer<typeof Procedure>;

/** True once a procedure has been withdrawn; it is then found by search only, to say what replaced it. */
export function isWithdrawn({ validTo }: Pick<Procedure, 'validTo'>, today: Day): boolean {
  return validTo !== undefined && validTo < today;
}
