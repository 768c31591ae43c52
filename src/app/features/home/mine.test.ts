import { expect, test } from 'vitest';
import type { Dossier, Status } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { OutboxEntry } from '#core/ports.ts';
import { mineOf as mineWith, type Mine } from './mine.ts';

const dossier = (id: string, status: Status, submittedAt: number) =>
  ({ id, status, submittedAt, events: [] }) as unknown as Dossier;
const mineOf = (own: Omit<Parameters<typeof mineWith>[0], 'asksForPapers'>, lost = ''): Mine[] =>
  mineWith({ ...own, asksForPapers: ({ id }) => id === lost });
const draft = (id: string, savedAt: number) => ({ id, savedAt }) as unknown as Draft;
const file = (hash: string, size: number) => ({ hash, size, type: 'image/jpeg' as const });

const submission = (id: string, madeAt: number, refused = false): OutboxEntry => ({
  command: {
    id,
    seq: 1,
    madeAt,
    intent: {
      type: 'submit',
      dossier: `dossier of ${id}`,
      procedure: '1.001193',
      version: 1,
      unit: '03037',
      answers: {},
      attachments: [
        { document: 'birthNotice', files: [file('a', 100), file('b', 200)] },
        { document: 'idCard', files: [file('a', 100)] },
      ],
    },
  },
  bytes: 50,
  files: [],
  refusal: refused ? { code: 'unknownUnit' } : null,
});

const withdrawal = (about: string): OutboxEntry => ({
  command: { id: 'w', seq: 2, madeAt: 99, intent: { type: 'withdraw', dossier: about, reason: '' } },
  bytes: 10,
  files: [],
  refusal: null,
});

test('what asks for the person comes first, what is closed last, the newest first in between', () => {
  const mine = mineOf({
    drafts: [draft('draft', 50)],
    outbox: [submission('sent', 60), submission('refused', 10, true)],
    dossiers: [
      dossier('returned', 'returned', 90),
      dossier('processing', 'processing', 55),
      dossier('asked', 'supplementRequested', 5),
    ],
  });
  expect(mine.map(({ id }) => id)).toEqual(['refused', 'asked', 'sent', 'processing', 'draft draft', 'returned']);
});

test('a dossier with pages to photograph again asks for the person', () => {
  const dossiers = [dossier('new', 'registered', 9), dossier('lost', 'registered', 5)];
  const mine = mineOf({ drafts: [], outbox: [], dossiers }, 'lost');
  expect(mine).toMatchObject([
    { id: 'lost', lost: true },
    { id: 'new', lost: false },
  ]);
});

test('a dossier that was answered on this phone no longer asks', () => {
  const mine = mineOf({
    drafts: [draft('draft', 50)],
    outbox: [withdrawal('asked')],
    dossiers: [dossier('asked', 'supplementRequested', 5)],
  });
  expect(mine.map(({ id }) => id)).toEqual(['draft draft', 'asked']);
  expect(mine[1]).toMatchObject({ kind: 'dossier', pending: true });
});

test('a dossier that the server has lost asks for the person, unless it has ended', () => {
  const dossiers = [dossier('new', 'registered', 9), dossier('lost', 'processing', 5), dossier('old', 'returned', 1)];
  const untold = ['lost', 'old'].map((id) => ({ dossier: id, isLost: true }));
  const mine = mineOf({ drafts: [], outbox: [], dossiers, untold });
  expect(mine).toMatchObject([
    { id: 'lost', stray: true },
    { id: 'new', stray: false },
    { id: 'old', stray: true },
  ]);
});

test('no pages are asked for where a withdrawal waits', () => {
  const dossiers = [dossier('lost', 'registered', 5)];
  expect(mineOf({ drafts: [], outbox: [], dossiers }, 'lost')).toMatchObject([{ lost: true, answer: null }]);
  const mine = mineOf({ drafts: [], outbox: [withdrawal('lost')], dossiers }, 'lost');
  expect(mine).toMatchObject([{ lost: false, answer: 'withdraw' }]);
});

test('a submission counts each picture once', () => {
  const [mine] = mineOf({ drafts: [], outbox: [submission('sent', 60)], dossiers: [] });
  expect(mine).toMatchObject({ kind: 'waiting', sent: { papers: 2, bytes: 350 } });
});

test('a draft here that another phone has submitted is a card of its own beside the dossier', () => {
  const mine = mineOf({ drafts: [draft('same', 50)], outbox: [], dossiers: [dossier('same', 'registered', 60)] });
  expect(new Set(mine.map(({ id }) => id)).size).toBe(2);
});
