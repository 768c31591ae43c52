import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Recorded, SyncStart, Wanted } from '#core/ports.ts';
import { QUIET_ANSWER } from '#tests/support/quiet-answer.ts';
import type { SyncResponse } from './messages.ts';
import { pack, restAfter, step } from './machine.ts';
import { INITIAL, type Ask, type SyncEffect, type SyncEvent, type SyncState } from './state.ts';
import { heldByBudget } from './upload-lane.ts';

const DOSSIER = '0198f2f5-7c1a-7e55-9c60-222222222222';
const OTHER = '0198f2f5-7c1a-7e55-9c60-333333333333';
const EPOCH = '0198f2f5-7c1a-7e55-9c60-eeeeeeeeeeee';
const START: SyncStart = {
  account: 'a',
  device: '0198f2f5-7c1a-7e55-9c60-111111111111',
  cursor: 0,
  draftCursor: 0,
  epoch: EPOCH,
  first: null,
  photos: 'any',
  unsent: [],
  lastContactAt: null,
};
const PHOTO: Wanted = { hash: 'a'.repeat(64), size: 200_000, type: 'image/webp', dossier: DOSSIER };
const LARGE: Wanted = { hash: 'c'.repeat(64), size: 900_000, type: 'image/webp', dossier: OTHER };
const SCAN: Wanted = { hash: 'b'.repeat(64), size: 20_000, type: 'image/webp', dossier: OTHER };

function answer(seqs: number[] = [], more: Partial<SyncResponse> = {}): SyncResponse {
  const outcomes = seqs.map((seq) => ({ result: 'done' as const, seq, id: START.device, at: 1, receipt: '' }));
  return { ...QUIET_ANSWER, epoch: EPOCH, outcomes, ...more };
}

/** What the store says after recording an answer. */
function kept(
  response: SyncResponse,
  toUpload: readonly Wanted[] = [],
  resend: Recorded['resend'] = [],
): Extract<SyncEvent, { type: 'recorded' }> {
  const { cursor, draftCursor, epoch } = response;
  return { type: 'recorded', response, recorded: { cursor, draftCursor, epoch, toUpload, resend } };
}

function asking(seqs: number[], cursor = 0, drafts: Ask['drafts'] = 'resting'): SyncEffect {
  return { type: 'ask', ask: { seqs, epoch: EPOCH, cursor, draftCursor: 0, drafts } };
}

function play(events: SyncEvent[], from: SyncState = INITIAL): { state: SyncState; effects: SyncEffect[] } {
  let state = from;
  let effects: SyncEffect[] = [];
  for (const event of events) ({ state, effects } = step(state, event) as { state: SyncState; effects: SyncEffect[] });
  return { state, effects };
}

function uploads(effects: readonly SyncEffect[]): Wanted[] {
  return effects.flatMap((effect) => (effect.type === 'upload' ? [effect.file] : []));
}

type Reread = Extract<SyncEvent, { type: 'reread' }>;

/** What the store says when it is read again. */
function reread(unsent: Reread['unsent'], gap: Reread['gap'] = null): SyncEvent {
  return { type: 'reread', unsent, gap, chance: 0 };
}

const started: SyncEvent = { type: 'started', start: START };
const queued: SyncEvent = { type: 'queued', seq: 1, bytes: 3_000 };

describe('the sync machine', () => {
  test('SYNC-1 asks as soon as it has started, and rests when there is nothing to do', () => {
    expect(play([started]).effects).toEqual([asking([])]);
    const response = answer();
    const done = play([started, { type: 'answered', response, at: 5 }, kept(response)]);
    expect(done.effects).toEqual([{ type: 'rest', ms: 60_000 }]);
    expect(done.state.lastContactAt).toBe(5);
  });

  test('SYNC-2 a command keeps its place in the outbox until its outcome is recorded', () => {
    const response = answer([1]);
    const asked = play([started, { type: 'answered', response: answer(), at: 1 }, kept(answer()), queued]);
    expect(asked.effects).toEqual([{ type: 'stopResting' }, asking([1])]);
    const answered = play([{ type: 'answered', response, at: 2 }], asked.state);
    expect(answered.state.unsent).toHaveLength(1);
    const recorded = play([kept(response)], answered.state);
    expect(recorded.state.unsent).toHaveLength(0);
  });

  test('SYNC-2a answers that the store does not keep are asked for with more and more patience', () => {
    const response = answer();
    let { state } = play([started]);
    const rests: number[] = [];
    for (let time = 1; time <= 6; time += 1) {
      const full: SyncEvent = { type: 'notRecorded', failure: { code: 'full' }, chance: 0 };
      const { state: next, effects } = play([{ type: 'answered', response, at: time }, full], state);
      rests.push(...effects.flatMap((effect) => (effect.type === 'rest' ? [effect.ms] : [])));
      ({ state } = play([{ type: 'rested' }, reread([])], next));
    }
    expect(rests).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000]);
    const after = play([{ type: 'answered', response, at: 9 }, kept(response)], state);
    expect(after.state.failures).toBe(0);
  });

  test('SYNC-2b a gap is listened to: the next answer says what a restored server has forgotten', () => {
    const refusal = { code: 'gap', resendFrom: 1 } as const;
    const gap: SyncEvent = {
      type: 'notAnswered',
      ms: 0,
      failure: { code: 'refused', refusal, retryAfterMs: null },
      chance: 0,
    };
    const unsent = [{ seq: 2, bytes: 9 }];
    const start: SyncEvent = { type: 'started', start: { ...START, unsent } };
    const refused = play([start, gap]);
    expect(refused.effects).toEqual([{ type: 'reread', gap: refusal }]);
    const listening = play([reread(unsent, refusal), { type: 'rested' }, reread(unsent)], refused.state);
    expect(listening.effects).toMatchObject([{ type: 'ask', ask: { seqs: [] } }]);

    const response = answer();
    const told = play(
      [{ type: 'answered', response, at: 1 }, kept(response, [], [{ seq: 1, bytes: 9 }])],
      listening.state,
    );
    expect(told.effects).toMatchObject([{ type: 'ask', ask: { seqs: [1, 2] } }]);
    expect(play([gap, reread(unsent, refusal)], told.state).state.blocked).toBeNull();
    const hole = [{ seq: 3, bytes: 9 }];
    const without = { ...told.state, unsent: hole };
    expect(play([gap, reread(hole, refusal)], without).state.blocked).toBe('disagreement');
    const done = answer([1, 2]);
    expect(play([{ type: 'answered', response: done, at: 2 }, kept(done)], told.state).state.gap).toBe('none');
  });

  test('SYNC-3 a command made during an exchange is asked for right after it', () => {
    const response = answer();
    const { effects } = play([started, queued, { type: 'answered', response, at: 1 }, kept(response)]);
    expect(effects).toEqual([asking([1])]);
  });

  test('SYNC-4 sends the smallest papers first, two at a time, and a new command beside them', () => {
    const response = answer([], { missingFiles: [PHOTO.hash, SCAN.hash, LARGE.hash] });
    const uploading = play([started, { type: 'answered', response, at: 1 }, kept(response, [LARGE, PHOTO, SCAN])]);
    expect(uploading.effects).toEqual([
      { type: 'upload', file: SCAN },
      { type: 'upload', file: PHOTO },
    ]);
    expect(play([queued], uploading.state).effects).toEqual([asking([1])]);
    const next = play([{ type: 'uploaded', hash: SCAN.hash, at: 2 }], uploading.state);
    expect(next.state.uploading.map(({ file }) => file)).toEqual([PHOTO]);
    const last = play(
      [
        { type: 'uploadProgress', hash: PHOTO.hash, sent: 100_000 },
        { type: 'uploaded', hash: LARGE.hash, at: 4 },
        { type: 'uploaded', hash: PHOTO.hash, at: 5 },
      ],
      next.state,
    );
    expect(last.effects).toEqual([asking([])]);
  });

  test('SYNC-4a the next begins when little of the one before is left, a smaller one at once, text before both', () => {
    const progress = (sent: number): SyncEvent => ({ type: 'uploadProgress', hash: PHOTO.hash, sent });
    const begun = (events: SyncEvent[], state: SyncState) => uploads(play(events, state).effects);
    const one = play([started, { type: 'answered', response: answer(), at: 1 }, kept(answer(), [LARGE, PHOTO])]);
    expect(uploads(one.effects)).toEqual([PHOTO]);
    expect(begun([progress(50_000)], one.state)).toEqual([]);
    expect(begun([progress(100_000)], one.state)).toEqual([LARGE]);

    const small = play([queued, { type: 'answered', response: answer([1]), at: 3 }], one.state);
    expect(begun([progress(100_000)], play([queued], one.state).state)).toEqual([]);
    expect(begun([kept(answer([1]), [LARGE, PHOTO, SCAN])], small.state)).toEqual([SCAN]);
    // Where the person wants the first before others, these wait their turn.
    const first = { ...small.state, first: DOSSIER };
    expect(begun([kept(answer([1]), [LARGE, PHOTO, SCAN])], first)).toEqual([]);
  });

  test('SYNC-14 what one cut ends together is one failure, and nothing begins before the next contact', () => {
    const lost = ({ hash }: Wanted): SyncEvent => {
      return { type: 'notUploaded', hash, failure: { code: 'unreachable' }, chance: 1 };
    };
    const both = [started, { type: 'answered', response: answer(), at: 1 }, kept(answer(), [SCAN, PHOTO, LARGE])];
    const cut = play([...(both as SyncEvent[]), lost(SCAN), lost(PHOTO)]);
    expect(cut.state).toMatchObject({ failures: 1, uploading: [], resting: true });
    expect(cut.effects).toEqual([]);
    // In the middle of an exchange it is the exchange that counts.
    const asked = play([...(both as SyncEvent[]), queued, lost(SCAN), lost(PHOTO)]);
    expect(asked.state).toMatchObject({ failures: 0, uploading: [], resting: false });
    const failed = play([{ type: 'notAnswered', ms: 0, failure: { code: 'unreachable' }, chance: 1 }], asked.state);
    expect(failed.state.failures).toBe(1);
    expect(failed.effects).toEqual([{ type: 'rest', ms: 2_000 }]);
    const choice = play([{ type: 'allowedOnce' }, { type: 'rested' }, reread([])], failed.state);
    expect(choice.effects).toEqual([asking([1])]);
    // One that is still moving goes on, and what the server says of it is a contact.
    const half = play([...(both as SyncEvent[]), lost(PHOTO)]);
    const moving: SyncEvent = { type: 'uploadProgress', hash: SCAN.hash, sent: 10_000 };
    expect(play([moving], half.state).effects).toEqual([]);
    expect(uploads(play([{ type: 'uploaded', hash: SCAN.hash, at: 3 }], half.state).effects)).toEqual([PHOTO]);
  });

  test('SYNC-5 a paper the server refuses lets the others pass', () => {
    const response = answer();
    const uploading = play([started, { type: 'answered', response, at: 1 }, kept(response, [PHOTO, SCAN])]);
    const refused: SyncEvent = {
      type: 'notUploaded',
      hash: SCAN.hash,
      failure: { code: 'refused', refusal: { code: 'malformed', detail: '' }, retryAfterMs: null },
      chance: 0,
    };
    const after = play([refused, { type: 'uploaded', hash: PHOTO.hash, at: 2 }], uploading.state);
    expect(uploads(after.effects)).toEqual([SCAN]);
    // The server still lacks it, and the others go before it in every round.
    const round = [
      { type: 'rested' },
      reread([]),
      { type: 'answered', response, at: 3 },
      kept(response, [SCAN, LARGE]),
    ];
    const next = play([refused, ...(round as SyncEvent[])], after.state);
    expect(uploads(next.effects)).toEqual([LARGE]);
    expect(next.state.uploads).toEqual([LARGE, SCAN]);
  });

  test('SYNC-13 a file is not there before the server says so, though all its bytes have been handed over', () => {
    const uploading = play([
      started,
      { type: 'answered', response: answer(), at: 1 },
      kept(answer(), [SCAN]),
      { type: 'uploadProgress', hash: SCAN.hash, sent: SCAN.size },
    ]);
    expect(uploading.state.uploading[0]?.sent).toBeLessThan(SCAN.size);
  });

  test('SYNC-6 rests longer after each failure and forgets them when the person asks', () => {
    const failed: SyncEvent = { type: 'notAnswered', ms: 0, failure: { code: 'unreachable' }, chance: 1 };
    const once = play([started, failed]);
    const twice = play([{ type: 'rested' }, reread([]), failed], once.state);
    expect([once.effects, twice.effects]).toEqual([[{ type: 'rest', ms: 2_000 }], [{ type: 'rest', ms: 4_000 }]]);
    const button = play([{ type: 'wake', why: 'button' }, reread([])], twice.state);
    expect(button.effects.at(-1)?.type).toBe('ask');
    expect(button.state.failures).toBe(0);
  });

  test('SYNC-7 waits as long as a busy server says', () => {
    const busy: SyncEvent = {
      type: 'notAnswered',
      ms: 0,
      failure: { code: 'refused', refusal: { code: 'busy' }, retryAfterMs: 90_000 },
      chance: 0,
    };
    expect(play([started, busy]).effects).toEqual([{ type: 'rest', ms: 90_000 }]);
  });

  test.each(['signedOut', 'wrongAccount'] as const)(
    'SYNC-8 stops when %s, keeps the outbox, and goes on after signing in',
    (code) => {
      const failure = { code: 'refused', refusal: { code }, retryAfterMs: null } as const;
      const blocked = play([started, queued, { type: 'notAnswered', ms: 0, failure, chance: 0 }]);
      expect(blocked.effects).toEqual([]);
      expect(blocked.state).toMatchObject({ blocked: code, unsent: [{ seq: 1 }] });
      // A file under another's session is no more theirs than a command is.
      const file: SyncEvent = { type: 'notUploaded', hash: PHOTO.hash, failure, chance: 0 };
      const response = answer();
      const uploading = [started, { type: 'answered', response, at: 1 }, kept(response, [PHOTO, LARGE]), file];
      expect(play(uploading as SyncEvent[])).toMatchObject({ state: { blocked: code }, effects: [] });
      expect(play([{ type: 'wake', why: 'signedIn' }, reread([])], blocked.state).effects).toEqual([asking([1])]);
    },
  );

  test('SYNC-9 an answer that passes a command over does not ask for ever', () => {
    const response = answer([]);
    const { effects } = play([
      started,
      queued,
      { type: 'answered', response, at: 1 },
      kept(response),
      { type: 'answered', response, at: 2 },
      kept(response),
    ]);
    expect(effects).toEqual([{ type: 'rest', ms: 60_000 }]);
  });

  test('SYNC-12 a command queued while the store is still being read is asked for with the rest', () => {
    const start = { ...START, unsent: [{ seq: 2, bytes: 10 }] };
    const { effects } = play([
      { type: 'queued', seq: 3, bytes: 10 },
      { type: 'started', start },
    ]);
    expect(effects).toEqual([asking([2, 3])]);
  });

  test('SYNC-10 packs at least one command and never more than fits', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300_000 }), { minLength: 1, maxLength: 150 }), (sizes) => {
        const unsent = sizes.map((bytes, index) => ({ seq: index + 1, bytes }));
        const seqs = pack(unsent);
        expect(seqs).toEqual(unsent.slice(0, seqs.length).map(({ seq }) => seq));
        const total = unsent.slice(0, seqs.length).reduce((sum, { bytes }) => sum + bytes, 0);
        expect(seqs.length === 1 || (seqs.length > 1 && total <= 200 * 1024 && seqs.length <= 100)).toBe(true);
      }),
    );
  });

  test('SYNC-11 never rests beyond five minutes', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: 0, max: 0.999, noNaN: true }), (failures, chance) => {
        const ms = restAfter(failures, chance);
        expect(ms).toBeGreaterThanOrEqual(500);
        expect(ms).toBeLessThanOrEqual(300_000);
      }),
    );
  });

  describe('what the person decides about sending', () => {
    const withFiles = (start: Partial<SyncStart> = {}): SyncEvent[] => [
      { type: 'started', start: { ...START, ...start } },
      { type: 'answered', response: answer(), at: 1 },
      kept(answer(), [PHOTO, SCAN]),
    ];
    test('SEND-10 small things go first, unless the person wants another dossier’s papers before them', () => {
      expect(uploads(play(withFiles()).effects)).toEqual([SCAN, PHOTO]);
      expect(uploads(play(withFiles({ first: DOSSIER })).effects)).toEqual([PHOTO]);
      const large = play([started, { type: 'answered', response: answer(), at: 1 }, kept(answer(), [LARGE])]);
      const more = { ...large.state, uploads: [PHOTO, SCAN, LARGE] };
      // The one under way goes to its end: what has arrived of it is kept.
      const chosen = play([{ type: 'preferred', first: DOSSIER }], more);
      expect(uploads(chosen.effects)).toEqual([PHOTO]);
      const next = play([{ type: 'uploaded', hash: PHOTO.hash, at: 2 }], chosen.state);
      expect(uploads(next.effects)).toEqual([SCAN]);
    });

    test('SEND-14 no file begins while text waits, whatever else happens', () => {
      const mobile = play([{ type: 'network', metered: true }, ...withFiles({ photos: 'wifi' })]);
      const waiting = play([queued, { type: 'network', metered: false }, { type: 'allowedOnce' }], mobile.state);
      expect(uploads(waiting.effects)).toEqual([]);
      const first = play([{ type: 'answered', response: answer([1]), at: 1 }], waiting.state);
      const more = kept(answer([1]), [PHOTO, SCAN]);
      const later: SyncState = { ...first.state, unsent: [...first.state.unsent, { seq: 2, bytes: 900 }] };
      expect(uploads(play([more], later).effects)).toEqual([]);
      expect(uploads(play([more], first.state).effects)).toEqual([SCAN, PHOTO]);
    });

    test('SEND-11 photos wait for Wi-Fi where the person wants it, and text does not', () => {
      const mobile = play([{ type: 'network', metered: true }, ...withFiles({ photos: 'wifi' })]);
      expect(uploads(mobile.effects)).toEqual([]);
      expect(heldByBudget(mobile.state)).toBe(true);
      expect(play([queued], mobile.state).effects).toContainEqual(asking([1]));
      expect(uploads(play([{ type: 'network', metered: false }], mobile.state).effects)).toEqual([SCAN, PHOTO]);
      expect(uploads(play([{ type: 'budgeted', photos: 'any' }], mobile.state).effects)).toEqual([SCAN, PHOTO]);
    });

    test('SEND-12 “this once” lasts as long as the network', () => {
      const mobile = play([{ type: 'network', metered: true }, ...withFiles({ photos: 'wifi' })]);
      const once = play([{ type: 'allowedOnce' }], mobile.state);
      expect(uploads(once.effects)).toEqual([SCAN, PHOTO]);
      const back = play(
        [
          { type: 'network', metered: false },
          { type: 'network', metered: true },
        ],
        once.state,
      );
      expect(heldByBudget(back.state)).toBe(true);
    });

    test('SEND-13 a phone that does not tell its network is asked, not guessed about', () => {
      expect(heldByBudget(play(withFiles({ photos: 'wifi' })).state)).toBe(true);
      expect(heldByBudget(play(withFiles()).state)).toBe(false);
    });
  });

  test('SYNC-20 drafts go with the last of the commands, and those still being written when the app is left', () => {
    const many = Array.from({ length: 120 }, (_, i) => ({ seq: i + 1, bytes: 100 }));
    const first = play([{ type: 'started', start: { ...START, unsent: many } }]);
    expect(first.effects).toMatchObject([{ ask: { drafts: 'none' } }]);
    const idle = play([started, { type: 'answered', response: answer(), at: 1 }, kept(answer())]);
    expect(play([{ type: 'wake', why: 'hidden' }], idle.state).effects).toContainEqual(asking([], 0, 'all'));
    // Left in the middle of an exchange: they go right after it, whatever else asks meanwhile.
    const during = play([{ type: 'rested' }, reread([]), { type: 'wake', why: 'hidden' }, queued], idle.state);
    const after = play([{ type: 'answered', response: answer(), at: 2 }, kept(answer())], during.state);
    expect(after.effects).toEqual([asking([1], 0, 'all')]);
  });

  test('SYNC-26 a request that was not taken comes again without drafts, so that none of them holds up a command', () => {
    const refusal = { code: 'tooLarge' as const, limit: 262_144 };
    const failure = { code: 'refused' as const, refusal, retryAfterMs: null };
    const refused = play([
      { type: 'started', start: START },
      queued,
      { type: 'notAnswered', ms: 0, failure, chance: 0 },
    ]);
    const again = play([{ type: 'rested' }, reread([{ seq: 1, bytes: 3_000 }])], refused.state);
    expect(again.effects).toContainEqual(asking([1], 0, 'none'));
    const taken = play([{ type: 'answered', response: answer([1]), at: 1 }, kept(answer([1]))], again.state);
    expect(play([{ type: 'wake', why: 'button' }, reread([])], taken.state).effects).toContainEqual(asking([], 0));
  });

  test('SYNC-21 what a restored server has forgotten is sent again at once, in its new epoch', () => {
    const response = answer([], { epoch: OTHER });
    const { state, effects } = play([
      started,
      { type: 'answered', response, at: 1 },
      kept(response, [], [{ seq: 1, bytes: 10 }]),
    ]);
    expect(state.unsent).toEqual([{ seq: 1, bytes: 10 }]);
    expect(effects).toMatchObject([{ type: 'ask', ask: { seqs: [1], epoch: OTHER } }]);
  });

  test('SYNC-22 contact lasts from the first answer to the last without a failure between', () => {
    const met = play([started, { type: 'answered', response: answer(), at: 10 }, kept(answer())]);
    const later = play(
      [{ type: 'rested' }, reread([]), { type: 'answered', response: answer(), at: 70 }, kept(answer())],
      met.state,
    );
    expect(later.state.contact).toEqual({ since: 10, until: 70 });
    const failed = play(
      [{ type: 'rested' }, reread([]), { type: 'notAnswered', ms: 0, failure: { code: 'unreachable' }, chance: 0 }],
      later.state,
    );
    expect(failed.state.contact).toEqual({ since: 10, until: 70 });
    const back = play(
      [{ type: 'rested' }, reread([]), { type: 'answered', response: answer(), at: 500 }],
      failed.state,
    );
    expect(back.state.contact).toEqual({ since: 500, until: 500 });
    // Bytes on their way are nobody's word: a socket takes them after the last tower has gone.
    const uploading = play([kept(answer(), [PHOTO])], back.state);
    const handedOver = play([{ type: 'uploadProgress', hash: PHOTO.hash, sent: 100_000 }], uploading.state);
    expect(handedOver.state.uploading).toEqual([{ file: PHOTO, sent: 100_000 }]);
    expect(handedOver.state).toMatchObject({ lastContactAt: 500, contact: { since: 500, until: 500 } });
  });
});
