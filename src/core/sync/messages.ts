import * as z from 'zod/mini';
import { CitizenIntent, Refusal } from '#core/dossier/command.ts';
import { Attachment, DossierEvent, Instant, Sha256, Uuid } from '#core/dossier/dossier.ts';
import { Answers } from '#core/form/form.ts';

/** Raised whenever what travels changes its meaning; a test of `src/protocol` says when. */
export const PROTOCOL = 3;

/** The largest request body the server reads, in bytes; the engine packs fewer commands to stay below. */
export const MAX_BODY_BYTES = 256 * 1024;
/** One command weighs at most this much, so that a request with it stays below the limit for a body. */
export const MAX_COMMAND_BYTES = 200 * 1024;

/** A number whose command the phone no longer holds: it has been acknowledged and let go, and the server went back before it. */
const Void = z.strictObject({ type: z.literal('void') });
export const Intent = z.discriminatedUnion('type', [...CitizenIntent.def.options, Void]);
export type Intent = z.infer<typeof Intent>;

/** A command on its way. The intent is read by itself, so that one nobody understands does not hold up the others. */
export const SentCommand = z.strictObject({
  id: Uuid,
  seq: z.int().check(z.minimum(1)),
  madeAt: Instant,
  intent: z.unknown(),
});
export type SentCommand = z.infer<typeof SentCommand>;

/** What of a draft travels between the phones of one person: no photo's bytes, and the procedure by name. */
export const DraftBody = z.strictObject({
  procedure: z.string(),
  version: z.int(),
  unit: z.string(),
  answers: Answers,
  attachments: z.array(Attachment).check(z.maxLength(30)),
  startedAt: Instant,
  savedAt: Instant,
});
export type DraftBody = z.infer<typeof DraftBody>;

/** A draft as one phone has it, made from revision `base` of the server's (0: none yet); null once it was deleted there. */
export const DraftPush = z.strictObject({
  id: Uuid,
  base: z.int().check(z.minimum(0)),
  body: z.nullable(DraftBody),
});
export type DraftPush = z.infer<typeof DraftPush>;

/** A draft as the server keeps it. Without a body it is over: deleted by its person, or submitted. */
export const SharedDraft = z.strictObject({
  id: Uuid,
  rev: z.int().check(z.minimum(1)),
  body: z.nullable(DraftBody),
  over: z.nullable(z.enum(['deleted', 'submitted'])),
});
export type SharedDraft = z.infer<typeof SharedDraft>;

/**
 * What became of a push. `kept`: it is revision `rev` now. `differs`: another phone was first, nothing was
 * written, and what the server has is among the answer's drafts or has been told before.
 */
export const DraftOutcome = z.strictObject({ id: Uuid, rev: z.int(), result: z.enum(['kept', 'differs']) });
export type DraftOutcome = z.infer<typeof DraftOutcome>;

export const SyncRequest = z.strictObject({
  protocol: z.int(),
  /** The account whose outbox this is; the server compares it with the session. */
  account: z.string().check(z.minLength(1), z.maxLength(200)),
  device: Uuid,
  /** The epoch of the last answer this device stored; null before the first. */
  epoch: z.nullable(Uuid),
  commands: z.array(SentCommand).check(z.maxLength(200)),
  /** The number of the last change this device has stored; 0 at first. It means nothing in another epoch. */
  cursor: z.int().check(z.minimum(0)),
  drafts: z.array(DraftPush).check(z.maxLength(20)),
  /** The same for drafts. */
  draftCursor: z.int().check(z.minimum(0)),
  /**
   * `serverTime` of the last answer this device stored, in digits: a server that remembers none so late came back from
   * a backup and was not told. Apps up to 2026-11-25 showed a receipt instead, for a command the server says it never had.
   */
  proof: z.optional(z.string().check(z.maxLength(8_000))),
});
export type SyncRequest = z.infer<typeof SyncRequest>;

/** The server's last word on one command. `done`: its effect is stored, and `receipt` (compact JWS) says so. `refused`: it had none, and why. */
export const Outcome = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('done'), seq: z.int(), id: Uuid, at: Instant, receipt: z.string() }),
  z.strictObject({ result: z.literal('refused'), seq: z.int(), id: Uuid, at: Instant, refusal: Refusal }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** One event of a dossier of the account, numbered without gaps per account. */
export const Change = z.strictObject({ n: z.int().check(z.minimum(1)), dossier: Uuid, event: DossierEvent });
export type Change = z.infer<typeof Change>;

export const SyncResponse = z.strictObject({
  protocol: z.int(),
  /** Changes when the server's past does: after it was restored from a backup. Then every cursor starts over. */
  epoch: Uuid,
  lastSeq: z.int(),
  outcomes: z.array(Outcome),
  /** Files of the account's dossiers whose bytes the server still lacks. */
  missingFiles: z.array(Sha256),
  changes: z.array(Change),
  cursor: z.int(),
  draftOutcomes: z.array(DraftOutcome),
  drafts: z.array(SharedDraft),
  draftCursor: z.int(),
  /** There are more changes or drafts after the cursors: ask again at once. */
  more: z.boolean(),
  /** All that was stored up to this instant is in a backup too; null where none has been made. */
  backedUpTo: z.nullable(Instant),
  serverTime: Instant,
});
export type SyncResponse = z.infer<typeof SyncResponse>;

/** Why the server did not serve a request as a whole. Nothing has changed by it. */
export const RequestRefusal = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('malformed'), detail: z.string() }),
  z.strictObject({ code: z.literal('tooLarge'), limit: z.int() }),
  z.strictObject({ code: z.literal('signedOut') }),
  z.strictObject({ code: z.literal('wrongAccount') }),
  z.strictObject({ code: z.literal('forbidden') }),
  z.strictObject({ code: z.literal('notFound') }),
  z.strictObject({ code: z.literal('protocolUnsupported'), supported: z.array(z.int()) }),
  /** A command is missing before those sent. */
  z.strictObject({ code: z.literal('gap'), resendFrom: z.int() }),
  /** The same seq or id came before with another body: a bug or a forgery, and never applied. */
  z.strictObject({ code: z.literal('conflict'), seq: z.int() }),
  z.strictObject({ code: z.literal('storageFull') }),
  z.strictObject({ code: z.literal('busy') }),
  z.strictObject({ code: z.literal('tooMany') }),
  z.strictObject({ code: z.literal('internal'), request: z.string() }),
]);
export type RequestRefusal = z.infer<typeof RequestRefusal>;
