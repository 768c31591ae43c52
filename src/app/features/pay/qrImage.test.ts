import { expect, test } from 'vitest';
import { wrap } from './qrImage.ts';

const inLetters = (line: string) => line.length;

test.each([
  ['KHO BẠC NHÀ NƯỚC', 100, ['KHO BẠC NHÀ NƯỚC']],
  ['KHO BẠC NHÀ NƯỚC', 9, ['KHO BẠC', 'NHÀ NƯỚC']],
  ['H38162611090042LPHS', 5, ['H38162611090042LPHS']],
])('%s in %d', (words, room, lines) => {
  expect(wrap(words, inLetters, room)).toEqual(lines);
});
