import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anySyncEvent, WORDS } from '#tests/support/sync-events.ts';
import { step } from './machine.ts';
import { INITIAL } from './state.ts';
import { replay, startTrail } from './trail.ts';

test('whatever an engine was told, its trail leads to the state it is in, however much of it was let go', () => {
  fc.assert(
    fc.property(fc.array(anySyncEvent, { maxLength: 80 }), fc.integer({ min: 1, max: 40 }), (events, kept) => {
      const trail = startTrail(kept);
      const state = events.reduce((before, event) => {
        trail.add(event);
        return step(before, event).state;
      }, INITIAL);
      const got = trail.get();
      expect(got.events.length).toBe(events.length <= 2 * kept ? events.length : got.events.length);
      expect(got.events.length).toBeLessThanOrEqual(2 * kept);
      expect(got.events.length).toBeGreaterThanOrEqual(Math.min(kept, events.length));
      expect(replay(got)).toEqual(state);
    }),
  );
});

test('of an answer it keeps nothing that people wrote', () => {
  const trail = startTrail();
  for (const type of ['answered', 'recorded']) {
    const [event] = fc.sample(
      anySyncEvent.filter((each) => each.type === type),
      1,
    );
    expect(JSON.stringify(event)).toContain(WORDS);
    if (event) trail.add(event);
  }
  expect(trail.get().events).toHaveLength(2);
  expect(JSON.stringify(trail.get())).not.toContain(WORDS);
});
