import * as z from 'zod/mini';
import { Refusal } from '#core/dossier/command.ts';
import { DossierEvent, Instant, Sha256, STATUSES, Uuid, type Status } from '#core/dossier/dossier.ts';
import { Day } from '#core/calendar/day.ts';

const StatusName = z.enum(STATUSES as [Status, ...Status[]]);

/** The desk's queues, in the order of the left pane. */
export const QUEUES = ['toReceive', 'inProgress', 'toSupplement', 'toPay', 'toReturn', 'overdue', 'closed'] as const;
export const Queue = z.enum(QUEUES);
export type Queue = z.infer<typeof Queue>;

/** One line of a queue. */
export const DeskRow = z.strictObject({
  id: Uuid,
  code: z.string(),
  status: StatusName,
  procedure: z.string(),
  version: z.int(),
  applicant: z.string(),
  submittedAt: Instant,
  claimedAt: Instant,
  promisedDay: z.nullable(Day),
  filesHere: z.int(),
  filesAll: z.int(),
  bytes: z.int(),
  paid: z.boolean(),
});
export type DeskRow = z.infer<typeof DeskRow>;

/** GET /api/desk/dossiers?queue=&after=, and POST /api/desk/search */
export const DeskList = z.strictObject({
  counts: z.record(Queue, z.int()),
  rows: z.array(DeskRow),
  /** Opaque; present when there are more rows. */
  next: z.nullable(z.string()),
  serverTime: Instant,
});
export type DeskList = z.infer<typeof DeskList>;

/** What POST /api/desk/search looks for in all queues. In a body: proxies write addresses into their logs. */
export const DeskSearch = z.strictObject({
  words: z.string().check(z.minLength(1), z.maxLength(100)),
  /** The `next` of the page before. */
  after: z.optional(z.string().check(z.maxLength(300))),
});
export type DeskSearch = z.infer<typeof DeskSearch>;

/** GET /api/desk/dossiers/:id */
export const DeskDossier = z.strictObject({
  id: Uuid,
  events: z.array(DossierEvent),
  missingFiles: z.array(Sha256),
  /** What the procedure fixes, so that the desk offers no other amount. */
  fixedFee: z.nullable(z.int()),
  /** When the citizen last said that the fee asked for now has been paid; only the bank's word makes it paid. */
  paymentReportedAt: z.nullable(Instant),
  /** How the citizen was served, from 1 to 5, in the citizen's words. */
  rating: z.nullable(z.strictObject({ rating: z.int(), words: z.string(), at: Instant })),
  serverTime: Instant,
});
export type DeskDossier = z.infer<typeof DeskDossier>;

/** POST /api/desk/dossiers/:id/commands answers with the dossier as it is now, or the refusal beside it. */
export const DeskOutcome = z.strictObject({ dossier: DeskDossier, refusal: z.nullable(Refusal) });
export type DeskOutcome = z.infer<typeof DeskOutcome>;

/** Money that matched nothing and waits for a person. */
export const SuspenseRow = z.strictObject({
  id: z.string(),
  at: Instant,
  amount: z.int(),
  memo: z.string(),
  account: z.string(),
  why: z.enum(['noReference', 'unknownReference', 'amount', 'account', 'currency', 'alreadyPaid', 'expired']),
  dossier: z.nullable(z.string()),
});
export type SuspenseRow = z.infer<typeof SuspenseRow>;
export const SuspenseList = z.strictObject({ rows: z.array(SuspenseRow) });
export type SuspenseList = z.infer<typeof SuspenseList>;

/** What GET /api/desk/stream sends (server-sent events): something of this unit changed; ask again. */
export const DeskNudge = z.strictObject({ dossier: Uuid });
export type DeskNudge = z.infer<typeof DeskNudge>;
