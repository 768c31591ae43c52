import { expect, test } from 'vitest';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import type { Dossier } from './dossier.ts';
import { beginSupplement, isEmptySupplement, isSupplement, noteOf, supplementOf } from './supplement.ts';

const dossier = { id: '00000000-0000-4000-8000-000000000001', unit: '02647' } as Dossier;
const fresh = beginSupplement(dossier, EVERYTHING, 5);
const paper = { document: 'idCard', files: [{ hash: 'a'.repeat(64), size: 9, type: 'image/webp' as const }] };

test('a supplement goes by the dossier’s own id and is told from a dossier', () => {
  expect(fresh).toMatchObject({ id: dossier.id, rev: 0, startedAt: 5, savedAt: 5 });
  expect(isSupplement(fresh)).toBe(true);
  expect(isSupplement({ place: { at: 'page', page: 'person' } })).toBe(false);
});

test('it is empty until there is a page or a word', () => {
  expect(isEmptySupplement(fresh)).toBe(true);
  expect(isEmptySupplement({ ...fresh, answers: { note: ' \n' } })).toBe(true);
  expect(isEmptySupplement({ ...fresh, answers: { note: 'a' } })).toBe(false);
  expect(isEmptySupplement({ ...fresh, attachments: [paper] })).toBe(false);
});

test('what it asks of the server is its pages and the note without the space around it', () => {
  const draft = { ...fresh, answers: { note: ' Cháu gửi lại ạ ' }, attachments: [paper] };
  expect(noteOf(draft)).toBe(' Cháu gửi lại ạ ');
  expect(supplementOf(draft)).toEqual({
    type: 'supplement',
    dossier: dossier.id,
    note: 'Cháu gửi lại ạ',
    attachments: [paper],
  });
  expect(supplementOf(fresh)).toMatchObject({ note: '', attachments: [] });
});
