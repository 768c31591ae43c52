import { expect, test } from 'vitest';
import { steadyClock } from './clock.ts';

test('the clock stands still where the machine’s goes back, and goes on with it afterwards', () => {
  let machine = 1_000;
  const now = steadyClock(() => machine, 0);
  expect(now()).toBe(1_000);
  machine = 400;
  expect(now()).toBe(1_000);
  machine = 1_001;
  expect(now()).toBe(1_001);
});

test('the clock never shows less than what was stamped in an earlier life', () => {
  let machine = 400;
  const now = steadyClock(() => machine, 1_000);
  expect(now()).toBe(1_000);
  machine = 2_000;
  expect(now()).toBe(2_000);
});
