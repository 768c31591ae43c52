import { expect, test } from 'vitest';
import { segments } from './segments.ts';

const drawn = (...args: Parameters<typeof segments>) => segments(...args).map(({ share, begun }) => [share, begun]);

test('a segment is full only for what is done, and a fraction fills part of one', () => {
  expect(drawn(1, 3)).toEqual([
    [1, 0],
    [0, 0],
    [0, 0],
  ]);
  expect(drawn(0.25, 1)).toEqual([[0.25, 0]]);
});

test('what has begun takes the segments that follow, each for itself', () => {
  expect(drawn(1, 3, [0.7, 0.35])).toEqual([
    [1, 0],
    [0, 0.7],
    [0, 0.35],
  ]);
  expect(drawn(0.5, 1, [0.25])).toEqual([[0.5, 0.25]]);
  expect(drawn(2, 2, [0.5])).toEqual([
    [1, 0],
    [1, 0],
  ]);
});
