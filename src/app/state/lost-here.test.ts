import { expect, test } from 'vitest';
import { lostHereOf } from './lost-here.ts';

test('pages are lost here with an earlier store of this phone, or where a photo does not open', () => {
  const paper = { what: 'paper', fate: 'kept', dossier: 'b' } as const;
  const lostHere = lostHereOf(new Set(['a']), [paper, { ...paper, what: 'draft', dossier: 'c' }]);
  expect(['a', 'b', 'c'].map(lostHere)).toEqual([true, true, false]);
});

test('a page photographed again under the same bytes is here again', () => {
  expect(lostHereOf(null, [{ what: 'paper', fate: 'back', dossier: 'b' }])('b')).toBe(false);
});
