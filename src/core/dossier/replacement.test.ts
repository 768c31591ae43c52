import { expect, test } from 'vitest';
import type { FileProgress, OutboxEntry } from '#core/ports.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import type { Dossier, FileRef } from './dossier.ts';
import { Uuid } from './dossier.ts';
import { beginReplacement, filesGone, lostPapers, replacementId, replacementOf } from './replacement.ts';

const ID = '0198f2f5-7c1a-7e55-9c60-1111111111af';
const page = (letter: string): FileRef => ({ hash: letter.repeat(64), size: 1000, type: 'image/webp' });
const hashes = (letters: string) => [...letters].map((letter) => page(letter).hash);

const dossier = {
  id: ID,
  status: 'registered',
  unit: '03004',
  papersComplete: false,
  attachments: [
    { document: 'idCard', files: [page('a'), page('b')] },
    { document: 'picture', files: [page('c')] },
    { document: 'idCard', files: [page('d'), page('c')] },
  ],
} as unknown as Dossier;

const NOTHING = { missing: hashes('bcd'), progress: [], outbox: [] };
const at = (letter: string, sent: number, held: boolean): FileProgress => ({ file: page(letter), sent, held });

function waits(lost: string, refused: boolean): OutboxEntry {
  const intent = { type: 'replacePapers' as const, dossier: ID, lost: hashes(lost), attachments: [] };
  const refusal = refused ? { code: 'nothingLost' as const } : null;
  return { command: { id: ID, seq: 1, madeAt: 1, intent }, bytes: 1, files: [], refusal };
}

const draft = (papers: Record<string, string>) => ({
  ...beginReplacement(dossier, EVERYTHING, 5),
  attachments: Object.entries(papers).map(([document, letters]) => ({ document, files: [...letters].map(page) })),
});

test('LOST-1 papers are named with the pages that neither the server nor this phone has', () => {
  expect(lostPapers(dossier, NOTHING)).toEqual([
    { document: 'idCard', lost: hashes('bdc'), numbers: [2, 3, 4], of: 4 },
    { document: 'picture', lost: hashes('c'), numbers: [1], of: 1 },
  ]);
});

test('LOST-2 what this phone holds, has just sent, or has photographed again and sealed is not lost', () => {
  const progress = [at('b', 0, true), at('c', 1000, false), at('d', 999, false)];
  expect(lostPapers(dossier, { ...NOTHING, progress })).toMatchObject([{ lost: hashes('d'), numbers: [3] }]);
  expect(lostPapers(dossier, { ...NOTHING, progress, outbox: [waits('d', false)] })).toEqual([]);
  expect(lostPapers(dossier, { ...NOTHING, progress, outbox: [waits('d', true)] })).toHaveLength(1);
});

test('LOST-3 nothing is lost of a dossier whose papers are complete, or that is closed', () => {
  expect(lostPapers({ ...dossier, papersComplete: true }, NOTHING)).toEqual([]);
  expect(lostPapers({ ...dossier, status: 'withdrawn' }, NOTHING)).toEqual([]);
});

test('LOST-4 what is replaced are the pages whose papers have all been photographed again', () => {
  const papers = lostPapers(dossier, NOTHING);
  expect(replacementOf(draft({}), papers)).toBeNull();
  // The third page of one paper is the only page of another, which has not been photographed yet.
  expect(replacementOf(draft({ idCard: 'e' }), papers)).toEqual({
    type: 'replacePapers',
    dossier: ID,
    lost: hashes('bd'),
    attachments: [{ document: 'idCard', files: [page('e')] }],
  });
  expect(replacementOf(draft({ picture: 'e' }), papers)).toBeNull();
  expect(replacementOf(draft({ picture: 'e', idCard: 'f' }), papers)).toMatchObject({ lost: hashes('bdc') });
});

test('LOST-5 new pages of a paper that arrived meanwhile go along rather than being dropped', () => {
  const [idCard] = lostPapers(dossier, { ...NOTHING, missing: hashes('b') });
  const intent = replacementOf(draft({ idCard: 'e', picture: 'f' }), idCard ? [idCard] : []);
  expect(intent).toMatchObject({ lost: hashes('b'), attachments: [{ document: 'idCard' }, { document: 'picture' }] });
});

test('LOST-6 a replacement has an id of its own, the same each time', () => {
  expect(Uuid.safeParse(replacementId(ID)).success).toBe(true);
  expect(replacementId(ID)).not.toBe(ID);
  expect(replacementId(replacementId(ID))).toBe(ID);
});

test('LOST-7 files are gone once no paper names them', () => {
  expect(filesGone(dossier.attachments, dossier.attachments.slice(1))).toEqual(hashes('ab'));
});
