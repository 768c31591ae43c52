import { expect, test } from 'vitest';
import { lostHereOf } from './lost-here.ts';

const naming = (id: string, hash: string) => ({
  id,
  attachments: [{ document: 'idCard', files: [{ hash, size: 1, type: 'image/webp' as const }] }],
});
const paper = { what: 'paper', fate: 'kept', id: 'spoilt' } as const;

test('pages are lost here with an earlier store of this phone, or where a photo does not open', () => {
  const lostHere = lostHereOf(new Set(['a']), [paper, { ...paper, what: 'draft', id: 'c' }]);
  expect([naming('a', 'x'), naming('b', 'spoilt'), naming('c', 'x')].map(lostHere)).toEqual([true, true, false]);
});

test('one photo that does not open is lost to every dossier that names it', () => {
  expect(['a', 'b'].map((id) => lostHereOf(null, [paper])(naming(id, 'spoilt')))).toEqual([true, true]);
});

test('a page photographed again under the same bytes is here again', () => {
  expect(lostHereOf(null, [{ ...paper, fate: 'back' }])(naming('b', 'spoilt'))).toBe(false);
});
