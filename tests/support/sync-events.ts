import fc from 'fast-check';
import type { Wanted } from '#core/ports.ts';
import type { SyncEvent } from '#core/sync/state.ts';
import type { SyncResponse } from '#core/sync/messages.ts';
import { QUIET_ANSWER } from './quiet-answer.ts';

/** Words that a server or a person wrote, wherever an event can carry them. */
export const WORDS = 'GIÀNG THỊ DUA 010192004817';
export const IDS = ['0b0e7f34-6e1c-4a57-9f2b-9a8a55a3cf11', '6f9619ff-8b86-4d01-b42d-00cf4fc964ff'] as const;
export const HASHES = ['a', 'b', 'c'].map((letter) => letter.repeat(64));

const id = fc.constantFrom(...IDS);
const hash = fc.constantFrom(...HASHES);
const at = fc.nat(10_000);
const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
const command = fc.record({ seq: fc.nat(9), bytes: fc.integer({ min: 1, max: 200_000 }) });
const commands = fc.array(command, { maxLength: 4 });
const wanted: fc.Arbitrary<Wanted> = fc.record({
  hash,
  size: fc.integer({ min: 1, max: 900_000 }),
  type: fc.constant('image/webp' as const),
  dossier: fc.option(id),
});
const failure = fc.oneof(
  fc.constantFrom({ code: 'unreachable' } as const, { code: 'timeout' } as const, { code: 'fault' } as const),
  fc.record({
    code: fc.constant('refused' as const),
    refusal: fc.oneof(
      fc.constantFrom(
        { code: 'signedOut' } as const,
        { code: 'busy' } as const,
        { code: 'malformed', detail: WORDS } as const,
        { code: 'internal', request: WORDS } as const,
      ),
      fc.record({ code: fc.constant('gap' as const), resendFrom: fc.nat(9) }),
    ),
    retryAfterMs: fc.option(at),
  }),
);
const storeFailure = fc.constantFrom({ code: 'full' } as const, { code: 'stale', rev: 3 } as const);
const of = <T extends SyncEvent['type']>(type: T) => fc.constant(type);
/** The server's word on one command, and whether there is more to ask for. */
const answerOf = (seq: number, more: boolean): SyncResponse => ({
  ...QUIET_ANSWER,
  epoch: IDS[0],
  outcomes: [{ result: 'done', seq, id: IDS[0], at: 1, receipt: WORDS }],
  more,
});
const response = fc.tuple(fc.nat(9), fc.boolean()).map(([seq, more]) => answerOf(seq, more));

/** Anything the sync machine may be told, in no order in particular: it takes every event in every state. */
export const anySyncEvent: fc.Arbitrary<SyncEvent> = fc.oneof(
  fc.record({
    type: of('started'),
    start: fc.record({
      account: fc.constant(WORDS),
      device: id,
      cursor: at,
      draftCursor: at,
      epoch: fc.option(id),
      first: fc.option(id),
      photos: fc.constantFrom('any', 'wifi'),
      unsent: commands,
      lastContactAt: fc.option(at),
    }),
  }),
  fc.record({ type: of('queued'), seq: fc.nat(9), bytes: fc.nat(5_000) }),
  fc.record({ type: of('wake'), why: fc.constantFrom('button', 'visible', 'hidden') }),
  fc.constantFrom<SyncEvent>({ type: 'rested' }, { type: 'allowedOnce' }),
  fc.record({
    type: of('reread'),
    unsent: commands,
    gap: fc.option(fc.record({ code: fc.constant('gap' as const), resendFrom: fc.nat(9) })),
    chance,
  }),
  fc.record({ type: fc.constantFrom('notReread', 'notRecorded'), failure: storeFailure, chance }),
  fc.record({ type: of('gone'), seqs: fc.array(fc.nat(9), { maxLength: 3 }) }),
  fc.record({ type: of('answered'), response, at }),
  fc.record({ type: of('notAnswered'), failure, ms: at, chance }),
  fc.record({
    type: of('recorded'),
    response,
    recorded: fc.record({
      cursor: at,
      draftCursor: at,
      epoch: fc.option(id),
      toUpload: fc.array(wanted, { maxLength: 3 }),
      resend: commands,
    }),
  }),
  fc.record({ type: of('uploadProgress'), hash, sent: fc.nat(900_000) }),
  fc.record({ type: of('uploaded'), hash, at }),
  fc.record({ type: of('notUploaded'), hash, failure, chance }),
  fc.record({ type: of('notHeld'), hash }),
  fc.record({ type: of('preferred'), first: fc.option(id) }),
  fc.record({ type: of('budgeted'), photos: fc.constantFrom('any', 'wifi') }),
  fc.record({ type: of('network'), metered: fc.option(fc.boolean()) }),
);
