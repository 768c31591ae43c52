import * as z from 'zod/mini';
import { Command, Refusal } from '#core/dossier/command.ts';
import { DossierEvent, Instant, Sha256, Uuid } from '#core/dossier/dossier.ts';

/** Raised whenever what travels changes its meaning; a test of `src/protocol` says when. */
export const PROTOCOL = 1;

/** The largest request body the server reads, in bytes; the engine packs fewer commands to stay below. */
export const MAX_BODY_BYTES = 256 * 1024;

export const SyncRequest = z.strictObject({
  protocol: z.int(),
  /** The account whose outbox this is; the server compares it with the session. */
  account: z.string().check(z.minLength(1), z.maxLength(200)),
  device: Uuid,
  commands: z.array(Command).check(z.maxLength(200)),
  /** The number of the last change this device has stored; 0 at first. */
  cursor: z.int().check(z.minimum(0)),
});
export type SyncRequest = z.infer<typeof SyncRequest>;

/** The server's last word on one command. `done`: its effect is stored. `refused`: it had none, and why. */
export const Outcome = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('done'), seq: z.int(), id: Uuid, at: Instant }),
  z.strictObject({ result: z.literal('refused'), seq: z.int(), id: Uuid, at: Instant, refusal: Refusal }),
]);
export type Outcome = z.infer<typeof Outcome>;

/** One event of a dossier of the account, numbered without gaps per account. */
export const Change = z.strictObject({ n: z.int().check(z.minimum(1)), dossier: Uuid, event: DossierEvent });
export type Change = z.infer<typeof Change>;

export const SyncResponse = z.strictObject({
  protocol: z.int(),
  lastSeq: z.int(),
  outcomes: z.array(Outcome),
  /** Files of the account's dossiers whose bytes the server still lacks. */
  missingFiles: z.array(Sha256),
  changes: z.array(Change),
  cursor: z.int(),
  /** There are more changes after `cursor`: ask again at once. */
  more: z.boolean(),
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
