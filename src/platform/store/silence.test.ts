import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test, vi } from 'vitest';
import { must } from '#core/assert.ts';
import { hasher, ids } from '#platform/ambient.ts';
import { openAccountStore } from './account-store.ts';
import { databaseOf } from './connection.ts';
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
    heed: silence.heed,
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

test('a store that another window keeps to itself is silent, and does what it was asked once it is let go', async () => {
  const { told, due, heed, ring } = world();
  const indexedDB = new IDBFactory();
  const clock = { now: () => 1 };
  const deps = { clock, ids, hasher, askToPersist: () => undefined, idb: { indexedDB, IDBKeyRange }, heed };
  const opened = await openAccountStore('may', deps);
  const { store } = must(opened.ok ? opened.value : null, 'a store');
  expect(due.size).toBe(0);

  const name = await databaseOf('may', hasher);
  const other = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('success', () => resolve(opening.result));
  });
  const holding = other.transaction([...other.objectStoreNames], 'readwrite');
  let held = true;
  const ask = (): void => {
    if (held) holding.objectStore('state').count().addEventListener('success', ask);
  };
  ask();
  const kept = store.keepSearches(() => ['khai sinh']);
  await vi.waitFor(() => expect(due.size).toBeGreaterThan(0));
  for (let step = 0; step < 5; step += 1) ring();
  expect(told).toEqual([true]);
  held = false;
  expect(await kept).toEqual({ ok: true, value: ['khai sinh'] });
  expect(told).toEqual([true, false]);
  expect(await store.listSearches()).toEqual({ ok: true, value: ['khai sinh'] });
  other.close();
  store.close();
});
