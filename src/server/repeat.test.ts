import { expect, test, vi } from 'vitest';
import { repeat } from './repeat.ts';

test('runs at once and again, never twice at a time, and what it throws ends nothing', async () => {
  const troubles: unknown[] = [];
  let running = 0;
  let runs = 0;
  let most = 0;
  const stop = repeat(
    1,
    async () => {
      running += 1;
      runs += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 5));
      running -= 1;
      if (runs === 1) throw new Error('away');
    },
    (error) => troubles.push(error),
  );
  expect(runs).toBe(1);
  await vi.waitFor(() => expect(runs).toBeGreaterThan(2));
  await stop();
  expect([most, running, troubles.length]).toEqual([1, 0, 1]);
});

test('stopping tells the work at hand and waits for it; nothing runs afterwards', async () => {
  let runs = 0;
  let ended = false;
  const stop = repeat(
    1,
    async (signal) => {
      runs += 1;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      ended = true;
    },
    () => undefined,
  );
  await stop();
  expect([runs, ended]).toEqual([1, true]);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(runs).toBe(1);
});
