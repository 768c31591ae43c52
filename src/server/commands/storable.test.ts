import { expect, test } from 'vitest';
import { storable } from './storable.ts';

test('what PostgreSQL cannot hold is replaced at any depth, and nothing else is touched', () => {
  const half = '\uD83D';
  expect(storable({ a: ['x\0y', half], [`k\0`]: { b: 'Lý Thị Mẩy 🐃' }, n: 1, yes: true, no: null })).toEqual({
    a: ['x\uFFFDy', '\uFFFD'],
    'k\uFFFD': { b: 'Lý Thị Mẩy 🐃' },
    n: 1,
    yes: true,
    no: null,
  });
});
