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
  expect(papers[0]?.pages.map(({ since }) => since)).toEqual([null, null, 'added', 'added']);
});

test('a file counts once however often it was sent', () => {
  expect(arrival(papersOf(events, ['d'.repeat(64)]))).toEqual({ here: 3, all: 4 });
  expect(arrival([])).toEqual({ here: 0, all: 0 });
});

test('pages photographed again stand in for those that were lost', () => {
  const lost = [file('b').hash];
  const again = event(4, {
    type: 'papersReplaced',
    lost,
    attachments: [{ document: 'birthNotice', files: [file('e')] }],
  });
  const [notice] = papersOf([...events, again], [file('e').hash]);
  expect(notice?.pages.map((page) => [page.file.hash[0], page.number, page.of, page.here, page.since])).toEqual([
    ['a', 1, 4, true, null],
    ['d', 2, 4, true, 'added'],
    ['a', 3, 4, true, 'added'],
    ['e', 4, 4, false, 'again'],
  ]);
});
