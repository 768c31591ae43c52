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
  expect(memory.patienceMs(200_000, 15_000)).toBe(15_000 + 50_000);
  memory.begin(B);
  expect(memory.patienceMs(200_000, 15_000)).toBe(15_000 + 2 * 50_000);
  memory.ended();
  expect(memory.patienceMs(200_000, 15_000)).toBe(15_000 + 50_000);
});

test('a link that was measured may become three times slower, and silence is heard out in any case', () => {
  const memory = uploadMemory();
  memory.begin(A);
  memory.measured(100_000, 4_000);
  expect(memory.patienceMs(200_000, 15_000)).toBe(24_000);
  expect(memory.patienceMs(20_000, 15_000)).toBe(15_000);
  memory.stalled();
  expect(memory.patienceMs(200_000, 15_000)).toBe(48_000);
});
