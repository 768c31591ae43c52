import { expect, test } from 'vitest';
import { listenForSilence } from './silence.ts';

/** Timers that ring when they are told to, and a storage whose answers are given by hand. */
function world() {
  const due = new Set<() => void>();
  const silence = listenForSilence({
    after: (_ms, run) => {
      due.add(run);
      return () => due.delete(run);
    },
  });
  const told: boolean[] = [];
  silence.watch((silent) => told.push(silent));
  return {
    told,
    due,
    ask: () => {
      let answer = (): void => undefined;
      let fail = (): void => undefined;
      const asked = new Promise<string>((resolve, reject) => {
        answer = () => resolve('answer');
        fail = () => reject(new Error('lost'));
      });
      return { heard: silence.heed(asked), answer, fail };
    },
    /** Everything that waits rings once, as after a freeze of whatever length. */
    ring: () => {
      const ringing = [...due];
      due.clear();
      for (const run of ringing) run();
    },
  };
}

test('an answer in time is nothing to speak of, and leaves no timer behind', async () => {
  const { ask, told, due, ring } = world();
  const one = ask();
  ring();
  one.answer();
  expect(await one.heard).toBe('answer');
  expect(told).toEqual([]);
  expect(due.size).toBe(0);
});

test('none for ten seconds is silence; an answer after all ends it, and is handed on', async () => {
  const { ask, told, ring } = world();
  const one = ask();
  for (let step = 0; step < 4; step += 1) ring();
  expect(told).toEqual([]);
  ring();
  expect(told).toEqual([true]);
  one.answer();
  expect(await one.heard).toBe('answer');
  expect(told).toEqual([true, false]);
});

test('it is told once, and over when the last of them has been answered, be it by a failure', async () => {
  const { ask, told, ring } = world();
  const [one, other] = [ask(), ask()];
  for (let step = 0; step < 5; step += 1) ring();
  expect(told).toEqual([true]);
  one.answer();
  await one.heard;
  expect(told).toEqual([true]);
  other.fail();
  await expect(other.heard).rejects.toThrow('lost');
  expect(told).toEqual([true, false]);
});
