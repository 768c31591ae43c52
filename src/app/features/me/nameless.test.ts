import fc from 'fast-check';
import { expect, test } from 'vitest';
import { replay, startTrail } from '#core/sync/trail.ts';
import { anySyncEvent, HASHES, IDS, WORDS } from '#tests/support/sync-events.ts';
import { namelessState, namelessTrail, shortNames } from './nameless.ts';

test('a trail without names ends as the phone stood, and tells of nobody', () => {
  fc.assert(
    fc.property(fc.array(anySyncEvent, { maxLength: 80 }), (events) => {
      const kept = startTrail(20);
      for (const event of events) kept.add(event);
      const trail = kept.get();
      const names = shortNames();
      const state = namelessState(replay(trail), names);
      const nameless = namelessTrail(trail, names);
      expect(replay(nameless)).toEqual(state);
      const text = JSON.stringify([state, nameless]);
      for (const canary of [WORDS, ...IDS, ...HASHES]) expect(text).not.toContain(canary);
    }),
  );
});
