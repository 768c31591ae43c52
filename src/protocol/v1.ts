import * as z from 'zod/mini';
import type { Refusal } from '#core/dossier/command.ts';
import { Attachment, Instant, Sha256, Uuid } from '#core/dossier/dossier.ts';
import { Answers } from '#core/form/form.ts';
import { PROTOCOL, type RequestRefusal, type SyncRequest, type SyncResponse } from '#core/sync/messages.ts';
import { changesInV2, ChangeV2, refusalInV2 } from './v2.ts';

/**
 * Protocol 1, spoken by apps up to 2026-11-25. It knew no epochs, drafts, receipts, ratings or reported payments.
 * Served for 90 days from the release of protocol 2; then this file goes.
 *
 * Without epochs such a phone cannot be told everything after the server came back from a backup. What is done for it:
 * one that has heard of more changes than there are reads all from the start (`startOver`), and one whose acknowledged
 * command is missing is sent to its update (`downgradeRefusal`). What cannot be: where as much has happened since as was
 * forgotten, its cursor looks like any other, and it shows the forgotten histories until its update, which reads all
 * again; what it had sent and let go of is gone from it, as it kept no acknowledged commands; and a dossier that the
 * server never tells of again stays on show there as sent, again until the update names it.
 */
const Command = z.strictObject({
  id: Uuid,
  seq: z.int().check(z.minimum(1)),
  madeAt: Instant,
  intent: z.discriminatedUnion('type', [
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
  ]),
});

export const SyncRequestV1 = z.strictObject({
  protocol: z.literal(1),
  account: z.string().check(z.minLength(1), z.maxLength(200)),
  device: Uuid,
  commands: z.array(Command).check(z.maxLength(200)),
  cursor: z.int().check(z.minimum(0)),
});
export type SyncRequestV1 = z.infer<typeof SyncRequestV1>;

const stamp = { seq: z.int(), id: Uuid, at: Instant };
const RefusalV1 = z.looseObject({ code: z.string() });
const OutcomeV1 = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('done'), ...stamp }),
  z.strictObject({ result: z.literal('refused'), ...stamp, refusal: RefusalV1 }),
]);

export const SyncResponseV1 = z.strictObject({
  protocol: z.literal(1),
  lastSeq: z.int(),
  outcomes: z.array(OutcomeV1),
  missingFiles: z.array(Sha256),
  changes: z.array(ChangeV2),
  cursor: z.int(),
  more: z.boolean(),
  serverTime: Instant,
});
export type SyncResponseV1 = z.infer<typeof SyncResponseV1>;

/** The request as today's server takes it. Drafts stay on phones that do not speak of them. */
export function upgradeRequest({ account, device, commands, cursor }: SyncRequestV1): SyncRequest {
  return {
    protocol: PROTOCOL,
    account,
    device,
    epoch: null,
    commands,
    cursor,
    drafts: [],
    // Past the last draft there can be: an old phone is told of none.
    draftCursor: Number.MAX_SAFE_INTEGER,
  };
}

/** The answer as a phone of protocol 1 takes it that has heard up to the number `heard`. */
export function downgradeResponse(response: SyncResponse, heard: number): SyncResponseV1 {
  const { lastSeq, missingFiles, serverTime } = response;
  const isAhead = (response.changes[0]?.n ?? response.cursor + 1) <= heard;
  return {
    protocol: 1,
    lastSeq,
    outcomes: response.outcomes.map(({ seq, id, at, ...outcome }) =>
      outcome.result === 'done'
        ? { result: 'done', seq, id, at }
        : { result: 'refused', seq, id, at, refusal: knownRefusal(outcome.refusal) },
    ),
    missingFiles,
    ...(isAhead ? startOver(response) : told(response)),
    serverTime,
  };
}

type Told = Pick<SyncResponseV1, 'changes' | 'cursor' | 'more'>;

function told({ changes, cursor, more }: SyncResponse): Told {
  return { changes: changesInV2(changes), cursor, more };
}

/** No history is so long. */
const NEVER = 1_000_000;

/**
 * Has a phone read all from the start that is ahead of the server. It takes back its cursor for one thing alone, a
 * history that does not join on to what it has, and then forgets that dossier too, which is just right: its events
 * since the backup never were. So the beginning of every dossier is told with a number that cannot follow.
 */
function startOver(response: SyncResponse): Told {
  const broken = response.changes.flatMap(({ n, dossier, event: { at, by, what } }) =>
    what.type === 'submitted' ? [{ n, dossier, event: { n: NEVER, at, by, what } }] : [],
  );
  return { changes: changesInV2(broken), cursor: 0, more: true };
}

/**
 * A refusal as a phone of protocol 1 takes it. At a gap its engine stood still for good and sent its person to look for
 * help. It never makes one by itself that outlasts its start, so the server has forgotten a command which that phone
 * let go of: today's engine sends an empty one in its place, and to that one it is sent.
 */
export function downgradeRefusal(refusal: RequestRefusal, spoken: readonly number[]): RequestRefusal {
  if (refusal.code !== 'gap') return refusal;
  return { code: 'protocolUnsupported', supported: spoken.filter((version) => version !== 1) };
}

/** Of the reasons that protocol 2 had a word for and 1 had not, only one can meet what it sends. */
function knownRefusal(refusal: Refusal): Refusal {
  return refusal.code === 'setAside' ? { code: 'unknownDossier' } : refusalInV2(refusal);
}
