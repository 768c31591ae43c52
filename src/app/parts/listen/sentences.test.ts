import { expect, test } from 'vitest';
import { readingSeconds } from './sentences.ts';

test('the time is said in tens of seconds, never as nothing', () => {
  expect(readingSeconds(['một'], 'vi')).toBe(10);
  expect(readingSeconds([Array.from({ length: 272 }, () => 'một').join(' ')], 'vi')).toBe(80);
});
