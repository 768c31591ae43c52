import * as z from 'zod/mini';
import { Day } from '#core/calendar/day.ts';
import { Answers } from '#core/form/form.ts';
import { Vnd } from '#core/procedure/procedure.ts';

/** Lower-case hex SHA-256 of a file's bytes: its name everywhere. */
export const Sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
export type Sha256 = z.infer<typeof Sha256>;

export const Uuid = z.uuid();
export type Uuid = z.infer<typeof Uuid>;

/** Milliseconds since the epoch. */
export const Instant = z.int().check(z.minimum(0));
export type Instant = z.infer<typeof Instant>;

export const MEDIA_TYPES = ['image/jpeg', 'image/webp', 'image/png', 'application/pdf'] as const;

/** A file by its content. `size` in bytes. */
export const FileRef = z.strictObject({
  hash: Sha256,
  size: z.int().check(z.minimum(1), z.maximum(10 * 1024 * 1024)),
  type: z.enum(MEDIA_TYPES),
});
export type FileRef = z.infer<typeof FileRef>;

/** Pages a paper takes at most, and where the procedure does not say otherwise. */
export const MAX_PAGES = 12;

/** The pages photographed for one paper the procedure asks for. */
export const Attachment = z.strictObject({
  document: z.string().check(z.regex(/^[a-z][A-Za-z0-9]*$/)),
  files: z.array(FileRef).check(z.minLength(1), z.maxLength(MAX_PAGES)),
});
export type Attachment = z.infer<typeof Attachment>;

const Words = z.string().check(z.minLength(1), z.maxLength(1000));

/**
 * The ten national dossier statuses by the number the National Public Service Portal gives them
 * (status 1 "Mới đăng ký" … 10 "Đã trả kết quả").
 */
export const STATUS_CODES = {
  registered: 1,
  received: 2,
  notAccepted: 3,
  processing: 4,
  supplementRequested: 5,
  paymentRequested: 6,
  withdrawn: 7,
  stopped: 8,
  finished: 9,
  returned: 10,
} as const;
export type Status = keyof typeof STATUS_CODES;
export const STATUSES = Object.keys(STATUS_CODES) as Status[];

/** What an officer asks to be added or corrected. */
export const SupplementItem = z.strictObject({
  /** The paper of the procedure it concerns; absent when it is something else. */
  document: z.optional(z.string()),
  what: Words,
});
export type SupplementItem = z.infer<typeof SupplementItem>;

/** Where the money goes: the treasury's account at a bank. */
export const Payee = z.strictObject({
  bin: z.string().check(z.regex(/^\d{6}$/)),
  account: z.string().check(z.regex(/^[0-9A-Z]{6,19}$/)),
  name: z.string(),
  bank: z.string(),
});
export type Payee = z.infer<typeof Payee>;

/** A request for money, as signed by the province (JWS ES256 in `signed` over the same fields). */
export const FeeRequest = z.strictObject({
  id: Uuid,
  amount: Vnd,
  reason: Words,
  reference: z.string().check(z.regex(/^[A-Z0-9]{8,25}$/)),
  payee: Payee,
  expiresAt: Instant,
  signed: z.string(),
});
export type FeeRequest = z.infer<typeof FeeRequest>;

export const ResultFile = z.strictObject({ ...FileRef.def.shape, name: Words });
export type ResultFile = z.infer<typeof ResultFile>;

/** What happened to a dossier, in the order the server accepted it. Nothing edits an event afterwards. */
const happened = {
  submitted: z.strictObject({
    type: z.literal('submitted'),
    code: z.string(),
    procedure: z.string(),
    version: z.int(),
    unit: z.string(),
    applicant: z.string(),
    answers: Answers,
    attachments: z.array(Attachment),
    /** When the phone says it was made; the legal time is the event's `at`. */
    claimedAt: Instant,
  }),
  papersComplete: z.strictObject({ type: z.literal('papersComplete') }),
  received: z.strictObject({ type: z.literal('received'), promisedDay: z.nullable(Day) }),
  notAccepted: z.strictObject({ type: z.literal('notAccepted'), reason: Words }),
  processingStarted: z.strictObject({ type: z.literal('processingStarted') }),
  supplementRequested: z.strictObject({
    type: z.literal('supplementRequested'),
    items: z.array(SupplementItem).check(z.minLength(1), z.maxLength(20)),
    reason: Words,
    dueDay: Day,
  }),
  supplemented: z.strictObject({
    type: z.literal('supplemented'),
    note: z.string(),
    attachments: z.array(Attachment),
    claimedAt: Instant,
    promisedDay: z.nullable(Day),
  }),
  feeRequested: z.strictObject({ type: z.literal('feeRequested'), fee: FeeRequest }),
  paymentRecorded: z.strictObject({
    type: z.literal('paymentRecorded'),
    fee: Uuid,
    amount: Vnd,
    receiptNo: z.string(),
    paidAt: Instant,
    promisedDay: z.nullable(Day),
  }),
  refundOpened: z.strictObject({ type: z.literal('refundOpened'), fee: Uuid, amount: Vnd }),
  stopped: z.strictObject({ type: z.literal('stopped'), reason: Words }),
  finished: z.strictObject({
    type: z.literal('finished'),
    note: z.string(),
    results: z.array(ResultFile).check(z.minLength(1), z.maxLength(10)),
  }),
  returned: z.strictObject({ type: z.literal('returned'), how: z.enum(['online', 'counter', 'post']) }),
  withdrawn: z.strictObject({ type: z.literal('withdrawn'), reason: z.string() }),
  /** Pages that had not arrived and never will: `lost` belongs to the dossier no more, and `attachments` does. */
  papersReplaced: z.strictObject({
    type: z.literal('papersReplaced'),
    lost: z.array(Sha256),
    attachments: z.array(Attachment),
    claimedAt: Instant,
  }),
} as const;

/** What protocols 1 and 2 have words for. */
export const HAPPENINGS_OF_2 = [
  happened.submitted,
  happened.papersComplete,
  happened.received,
  happened.notAccepted,
  happened.processingStarted,
  happened.supplementRequested,
  happened.supplemented,
  happened.feeRequested,
  happened.paymentRecorded,
  happened.refundOpened,
  happened.stopped,
  happened.finished,
  happened.returned,
  happened.withdrawn,
] as const;

export const Happening = z.discriminatedUnion('type', [...HAPPENINGS_OF_2, happened.papersReplaced]);
export type Happening = z.infer<typeof Happening>;

export const Role = z.enum(['citizen', 'officer', 'system']);
export type Role = z.infer<typeof Role>;

/** An accepted event: `n` counts from 1 within the dossier, `at` is server time, the legal time. */
export const DossierEvent = z.strictObject({
  n: z.int().check(z.minimum(1)),
  at: Instant,
  by: z.strictObject({ role: Role, name: z.string() }),
  what: Happening,
});
export type DossierEvent = z.infer<typeof DossierEvent>;

export type Payment = {
  readonly fee: Uuid;
  readonly amount: number;
  readonly receiptNo: string;
  readonly paidAt: number;
};

/** What the events of a dossier add up to. */
export type Dossier = {
  readonly id: Uuid;
  readonly status: Status;
  readonly code: string;
  readonly procedure: string;
  readonly version: number;
  readonly unit: string;
  readonly applicant: string;
  readonly answers: Answers;
  readonly attachments: readonly Attachment[];
  readonly papersComplete: boolean;
  readonly submittedAt: number;
  readonly claimedAt: number;
  readonly receivedAt: number | null;
  readonly promisedDay: Day | null;
  /** The day the clock was stopped for a supplement or a payment; null while it runs. */
  readonly pausedSince: Day | null;
  readonly supplement: {
    readonly items: readonly SupplementItem[];
    readonly reason: string;
    readonly dueDay: Day;
  } | null;
  readonly fee: FeeRequest | null;
  readonly payments: readonly Payment[];
  readonly refundsOpened: number;
  readonly results: readonly ResultFile[];
  readonly closedReason: string | null;
  readonly events: readonly DossierEvent[];
};

/** Every file the dossier names, submitted or added later, without results. */
export function filesOf(attachments: readonly Attachment[]): FileRef[] {
  const byHash = new Map<string, FileRef>();
  for (const attachment of attachments) for (const file of attachment.files) byHash.set(file.hash, file);
  return [...byHash.values()];
}

/** When something last happened to a dossier, in milliseconds. */
export function lastAt({ events, submittedAt }: Pick<Dossier, 'events' | 'submittedAt'>): number {
  return events.at(-1)?.at ?? submittedAt;
}
