import * as z from 'zod/mini';
import { Day } from '#core/calendar/day.ts';
import { Answers } from '#core/form/form.ts';
import { Vnd } from '#core/procedure/procedure.ts';
import { Attachment, Instant, ResultFile, Sha256, STATUSES, SupplementItem, Uuid, type Status } from './dossier.ts';

/** What a citizen asks for. It is made on the phone, with or without signal, and travels by sync. */
export const CitizenIntent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('submit'),
    dossier: Uuid,
    procedure: z.string(),
    version: z.int(),
    unit: z.string(),
    answers: Answers,
    attachments: z.array(Attachment).check(z.maxLength(30)),
  }),
  z.strictObject({
    type: z.literal('supplement'),
    dossier: Uuid,
    note: z.string().check(z.maxLength(1000)),
    attachments: z.array(Attachment).check(z.maxLength(30)),
  }),
  z.strictObject({ type: z.literal('withdraw'), dossier: Uuid, reason: z.string().check(z.maxLength(1000)) }),
  /** "I have paid": the desk looks for the money. It makes nothing paid. */
  z.strictObject({ type: z.literal('reportPayment'), dossier: Uuid, fee: Uuid }),
  /** How the person was served, from 1 (poorly) to 5; one for each dossier, the last one counts. */
  z.strictObject({
    type: z.literal('rate'),
    dossier: Uuid,
    rating: z.int().check(z.minimum(1), z.maximum(5)),
    words: z.string().check(z.maxLength(1000)),
  }),
  /** Papers photographed again, since the phone that had these pages will never send them. */
  z.strictObject({
    type: z.literal('replacePapers'),
    dossier: Uuid,
    lost: z.array(Sha256).check(z.minLength(1), z.maxLength(360)),
    attachments: z.array(Attachment).check(z.maxLength(30)),
  }),
]);
export type CitizenIntent = z.infer<typeof CitizenIntent>;

/**
 * One intent with its own id. `seq` is consecutive per device and account, from 1; the server gives
 * every `seq` its effect exactly once. `madeAt` is the phone's own clock, kept as a claim.
 */
export const Command = z.strictObject({
  id: Uuid,
  seq: z.int().check(z.minimum(1)),
  madeAt: Instant,
  intent: CitizenIntent,
});
export type Command = z.infer<typeof Command>;

const Words = z.string().check(z.minLength(1), z.maxLength(1000));

/** What an officer does at the desk, online. */
export const OfficerIntent = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('receive') }),
  z.strictObject({ type: z.literal('notAccept'), reason: Words }),
  z.strictObject({ type: z.literal('startProcessing') }),
  z.strictObject({
    type: z.literal('requestSupplement'),
    items: z.array(SupplementItem).check(z.minLength(1), z.maxLength(20)),
    reason: Words,
    dueDay: Day,
  }),
  z.strictObject({ type: z.literal('requestFee'), amount: Vnd.check(z.minimum(1)), reason: Words }),
  z.strictObject({ type: z.literal('stop'), reason: Words }),
  z.strictObject({
    type: z.literal('finish'),
    note: z.string().check(z.maxLength(1000)),
    results: z.array(ResultFile).check(z.minLength(1), z.maxLength(10)),
  }),
  z.strictObject({ type: z.literal('return'), how: z.enum(['online', 'counter', 'post']) }),
]);
export type OfficerIntent = z.infer<typeof OfficerIntent>;

/** An officer's command; `seen` is the number of events the officer was looking at. */
export const OfficerCommand = z.strictObject({ id: Uuid, seen: z.int().check(z.minimum(1)), intent: OfficerIntent });
export type OfficerCommand = z.infer<typeof OfficerCommand>;

const StatusName = z.enum(STATUSES as [Status, ...Status[]]);

/** Why a command had no effect. A refusal is an answer: what the person made is kept and shown with the reason. */
export const Refusal = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('notAllowedNow'), status: StatusName }),
  z.strictObject({ code: z.literal('unknownDossier') }),
  z.strictObject({ code: z.literal('dossierExists') }),
  z.strictObject({ code: z.literal('unknownProcedure') }),
  z.strictObject({ code: z.literal('procedureClosed'), since: Day }),
  /** A newer version counts since that day, and the time in which the older one was still taken is over. */
  z.strictObject({ code: z.literal('versionClosed'), version: z.int(), since: Day }),
  /** Made on a version that is newer than the newest the server knows. */
  z.strictObject({ code: z.literal('versionUnknown'), newest: z.int() }),
  z.strictObject({ code: z.literal('unknownUnit') }),
  z.strictObject({ code: z.literal('answersInvalid'), fields: z.array(z.string()) }),
  z.strictObject({ code: z.literal('papersMissing'), documents: z.array(z.string()) }),
  z.strictObject({ code: z.literal('unknownPaper'), documents: z.array(z.string()) }),
  z.strictObject({ code: z.literal('papersNotArrived') }),
  z.strictObject({ code: z.literal('nothingAdded') }),
  z.strictObject({ code: z.literal('feeFixed'), amount: Vnd }),
  z.strictObject({ code: z.literal('changedMeanwhile'), events: z.int() }),
  z.strictObject({ code: z.literal('unknownFee') }),
  /** The server does not understand it: made by a faulty or a newer app. */
  z.strictObject({ code: z.literal('notUnderstood'), detail: z.string() }),
  /** The server failed at this one command and set it aside; its log has the reason. */
  z.strictObject({ code: z.literal('setAside') }),
  /** Every page called lost has arrived, or has been replaced already. */
  z.strictObject({ code: z.literal('nothingLost') }),
]);
export type Refusal = z.infer<typeof Refusal>;

export function dossierOf(command: Command): Uuid {
  return command.intent.dossier;
}

/** The papers a command brings along. */
export function attachmentsOf(intent: CitizenIntent): readonly Attachment[] {
  return 'attachments' in intent ? intent.attachments : [];
}
