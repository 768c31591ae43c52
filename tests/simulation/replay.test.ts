import { expect, test } from 'vitest';
import { startTrail } from '#core/sync/trail.ts';
import { step } from '#core/sync/machine.ts';
import { INITIAL, type SyncEvent } from '#core/sync/state.ts';
import { replayRepro } from './replay.ts';

const EVENTS: readonly SyncEvent[] = [
  {
    type: 'started',
    start: {
      account: '',
      device: '',
      cursor: 0,
      draftCursor: 0,
      epoch: null,
      first: null,
      photos: 'any',
      unsent: [{ seq: 1, bytes: 300 }],
      lastContactAt: null,
    },
  },
  { type: 'notAnswered', failure: { code: 'timeout' }, ms: 20_000, chance: 0 },
];

function fileOf(events: readonly SyncEvent[]) {
  const trail = startTrail();
  for (const event of events) trail.add(event);
  const engine = events.reduce((state, event) => step(state, event).state, INITIAL);
  return { format: 'banso-repro/2', engine, trail: trail.get() };
}

test('a file from a phone is gone through again, step by step, to the state the phone was in', () => {
  const { lines, same } = replayRepro(JSON.stringify(fileOf(EVENTS)));
  expect(same).toBe(true);
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain('→ ask {"seqs":[1]');
  expect(lines[1]).toContain('→ rest');
  expect(lines[1]).toContain('atOnce=1');
});

test('a phone that stood otherwise than its trail leads to is told of', () => {
  const file = fileOf(EVENTS);
  const { lines, same } = replayRepro(JSON.stringify({ ...file, engine: { ...file.engine, failures: 9 } }));
  expect(same).toBe(false);
  expect(lines.at(-1)).toBe('but the phone stood otherwise: failures=9');
});

test.each([
  ['another format', { format: 'banso-repro/1' }, 'not a repro of this release'],
  ['no trail', { format: 'banso-repro/2', engine: INITIAL, trail: null }, 'no trail'],
])('%s is said', (_, file, words) => {
  expect(() => replayRepro(JSON.stringify(file))).toThrow(words);
});
