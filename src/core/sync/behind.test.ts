import { describe, expect, test } from 'vitest';
import type { SyncStart } from '#core/ports.ts';
import { QUIET_ANSWER } from '#tests/support/quiet-answer.ts';
import { behind } from './behind.ts';
import { step } from './machine.ts';
import { INITIAL, type SyncEffect, type SyncEvent, type SyncState } from './state.ts';
import { PROTOCOL } from './messages.ts';

const EPOCH = '0198f2f5-7c1a-7e55-9c60-eeeeeeeeeeee';
const HOUR = 60 * 60_000;
const UNSENT: SyncState['unsent'] = [
  { seq: 1, bytes: 3_000 },
  { seq: 2, bytes: 3_000 },
];
const START: SyncStart = {
  account: 'a',
  device: '0198f2f5-7c1a-7e55-9c60-111111111111',
  cursor: 0,
  draftCursor: 0,
  epoch: EPOCH,
  first: null,
  photos: 'any',
  unsent: UNSENT,
  lastContactAt: null,
};
const started: SyncEvent = { type: 'started', start: START };
const reread: SyncEvent = { type: 'reread', unsent: UNSENT, gap: null, chance: 1 };

function turnedAway(supported: number[], chance = 1): SyncEvent {
  const failure = { code: 'refused', refusal: { code: 'protocolUnsupported', supported }, retryAfterMs: null } as const;
  return { type: 'notAnswered', failure, ms: 0, chance };
}

/** The server answers, and the phone keeps it. */
function answered(seqs: number[] = []): SyncEvent[] {
  const outcomes = seqs.map((seq) => ({ result: 'done' as const, seq, id: START.device, at: 1, receipt: '' }));
  const response = { ...QUIET_ANSWER, epoch: EPOCH, outcomes };
  const recorded = { cursor: 0, draftCursor: 0, epoch: EPOCH, toUpload: [], resend: [] };
  return [
    { type: 'answered', response, at: 5 },
    { type: 'recorded', response, recorded },
  ];
}

function play(events: readonly SyncEvent[], from: SyncState = INITIAL) {
  let state = from;
  let effects: readonly SyncEffect[] = [];
  for (const event of events) ({ state, effects } = step(state, event));
  return { state, effects };
}

test.each([
  [[PROTOCOL + 1], 'outdated'],
  [[PROTOCOL + 1, PROTOCOL - 1], 'outdated'],
  [[PROTOCOL - 1, PROTOCOL - 2], 'serverOlder'],
  [[], null],
  [[PROTOCOL], null],
  [[PROTOCOL + 1, PROTOCOL], null],
])('SYNC-29 a server that speaks %j: %s', (supported, who) => {
  expect(behind(supported)).toBe(who);
});

describe('a server that does not know this version yet', () => {
  const older = play([started, turnedAway([PROTOCOL - 1])]);

  test('SYNC-30 is asked again by itself after a long rest, and nothing is lost meanwhile', () => {
    expect(older.state).toMatchObject({ blocked: 'serverOlder', unsent: UNSENT, uploading: [] });
    expect(older.effects).toEqual([{ type: 'rest', ms: HOUR }]);
    // Phones that were turned away together do not come back together.
    expect(play([started, turnedAway([PROTOCOL - 1], 0)]).effects).toEqual([{ type: 'rest', ms: HOUR / 2 }]);
    const rested = play([{ type: 'rested' }], older.state);
    expect(rested.effects).toEqual([{ type: 'reread', gap: null }]);
    const still = play([reread, turnedAway([PROTOCOL - 1])], rested.state);
    expect(still).toMatchObject({ state: { blocked: 'serverOlder' }, effects: [{ type: 'rest', ms: HOUR }] });
  });

  test('SYNC-31 is asked again at once by whoever opens the app or wants it, not by work that joins the rest', () => {
    for (const why of ['button', 'visible', 'online', 'background'] as const) {
      expect(play([{ type: 'wake', why }, reread], older.state).effects, why).toMatchObject([{ type: 'ask' }]);
    }
    const more = play([{ type: 'queued', seq: 3, bytes: 900 }], older.state);
    expect(more).toMatchObject({ effects: [], state: { blocked: 'serverOlder', resting: true } });
  });

  test('SYNC-32 is asked without any work, which goes out whole as soon as it understands', () => {
    const asked = play([{ type: 'rested' }, reread], older.state);
    expect(asked.effects).toMatchObject([{ type: 'ask', ask: { seqs: [], drafts: 'none' } }]);
    // Nor after a cut: it is still not known to understand.
    const cut: SyncEvent = { type: 'notAnswered', failure: { code: 'timeout' }, ms: 9_000, chance: 1 };
    expect(play([cut, { type: 'rested' }, reread], asked.state).effects).toMatchObject([{ ask: { seqs: [] } }]);

    const updated = play(answered(), asked.state);
    expect(updated.effects).toMatchObject([{ type: 'ask', ask: { seqs: [1, 2], drafts: 'resting' } }]);
    const done = play(answered([1, 2]), updated.state);
    expect(done.state).toMatchObject({ blocked: null, lastFailure: null, unsent: [] });
  });

  test('SYNC-33 an app that is behind its server waits for its own update, and asks no more by itself', () => {
    const outdated = play([started, turnedAway([PROTOCOL + 1])]);
    expect(outdated).toMatchObject({ state: { blocked: 'outdated', resting: false }, effects: [] });
  });

  test('SYNC-34 one that contradicts itself is tried again like any server that fails', () => {
    const odd = play([started, turnedAway([PROTOCOL])]);
    expect(odd).toMatchObject({ state: { blocked: null }, effects: [{ type: 'rest', ms: 2_000 }] });
    expect(play([{ type: 'rested' }, reread], odd.state).effects).toMatchObject([{ ask: { seqs: [1, 2] } }]);
  });
});
