import { expect, test } from 'vitest';
import { MUTANTS, placesOf } from './list.ts';
import { RARE } from './mutant.ts';

test('every planted bug has a name of its own and one place where it goes', () => {
  const names = MUTANTS.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  expect(MUTANTS.filter((mutant) => placesOf(mutant) !== 1).map(({ name }) => name)).toEqual([]);
  expect([...RARE].filter((name) => !names.includes(name))).toEqual([]);
});
