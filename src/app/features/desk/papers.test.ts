import { expect, test } from 'vitest';
import type { DossierEvent, FileRef, Happening } from '#core/dossier/dossier.ts';
import { arrival, papersOf } from './papers.ts';

const file = (letter: string): FileRef => ({ hash: letter.repeat(64), size: 1000, type: 'image/jpeg' });
const event = (n: number, what: Partial<Happening>) =>
  ({ n, at: n, by: { role: 'citizen', name: '' }, what }) as DossierEvent;
const events = [
  event(1, {
    type: 'submitted',
    attachments: [
      { document: 'birthNotice', files: [file('a'), file('b')] },
      { document: 'idCard', files: [file('c')] },
    ],
  }),
  event(2, { type: 'papersComplete' }),
  event(3, { type: 'supplemented', attachments: [{ document: 'birthNotice', files: [file('d'), file('a')] }] }),
];

test('pages are numbered within their paper and through all, supplements after what they add to', () => {
  const papers = papersOf(events, []);
  expect(
    papers.map(({ document, pages }) => [document, pages.map((page) => [page.number, page.of, page.place])]),
  ).toEqual([
    [
      'birthNotice',
      [
        [1, 4, 1],
        [2, 4, 2],
        [3, 4, 3],
        [4, 4, 4],
      ],
    ],
    ['idCard', [[1, 1, 5]]],
  ]);
  expect(papers[0]?.pages.map((page) => page.added)).toEqual([false, false, true, true]);
});

test('a file counts once however often it was sent', () => {
  expect(arrival(papersOf(events, ['d'.repeat(64)]))).toEqual({ here: 3, all: 4 });
  expect(arrival([])).toEqual({ here: 0, all: 0 });
});
