import { expect, test } from 'vitest';
import { uploadMemory } from './upload-memory.ts';

const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string];

test('asks about as many files as go at once, and about one that was tried before', () => {
  const memory = uploadMemory();
  expect(memory.begin(A)).toEqual({ ask: true, bytesAtOnce: true });
  memory.heldNothing(A);
  // The same file again tells no more than before.
  memory.heldNothing(A);
  expect(memory.begin(B).ask).toBe(true);
  memory.heldNothing(B);
  expect(memory.begin(C).ask).toBe(false);
  expect(memory.begin(C).ask).toBe(true);
});

test('a link nobody has measured may be twice as slow for each of two files', () => {
  const memory = uploadMemory();
  memory.begin(A);
  const alone = memory.drainMs(200_000);
  memory.begin(B);
  expect(memory.drainMs(200_000)).toBe(2 * alone);
  memory.ended();
  expect(memory.drainMs(200_000)).toBe(alone);
  memory.measured(100_000, 1_000);
  memory.begin(C);
  expect(memory.drainMs(200_000)).toBe(6_000);
});
