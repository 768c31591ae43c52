import { expect, test } from 'vitest';
import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Dossier, FileRef } from '#core/dossier/dossier.ts';
import type { OutboxEntry } from '#core/ports.ts';
import { INITIAL } from '#core/sync/state.ts';
import { PROTOCOL } from '#core/sync/messages.ts';
import { outboxView } from './outbox.ts';
import { standingOf } from './standing.ts';

const file = (hash: string, size: number): FileRef => ({ hash, size, type: 'image/webp' });
const id = '00000000-0000-4000-8000-000000000001';
const submit: CitizenIntent = {
  type: 'submit',
  dossier: id,
  procedure: '1.001193',
  version: 1,
  unit: '02647',
  answers: {},
  attachments: [],
};
const entry = (seq: number, intent: CitizenIntent, rest: Partial<OutboxEntry> = {}): OutboxEntry => ({
  command: { id: `${id.slice(0, -1)}${seq}`, seq, madeAt: seq * 1000, intent },
  bytes: 3000,
  files: [],
  refusal: null,
  ...rest,
});
const empty = { outbox: [], dossiers: [], untold: [], progress: [], missing: null, sync: null, lostHere: () => false };

test('every part has its bytes, and nothing of it has gone', () => {
  const [a, b] = [file('a', 200_000), file('b', 209_000)];
  const intent = { ...submit, attachments: [{ document: 'birthPaper', files: [a, b] }] };
  const view = outboxView({ ...empty, outbox: [entry(1, intent, { files: [a, b] })] });
  expect(view.items[0]).toMatchObject({ madeBy: { procedure: '1.001193' }, code: null, keptAt: 1000, left: 412_000 });
  expect(view.items[0]?.parts).toEqual([
    { id: 'form', page: null, bytes: 3000, sent: 0, left: 3000, state: 'waiting' },
    { id: 'a', page: { document: 'birthPaper', number: 1 }, bytes: 200_000, sent: 0, left: 200_000, state: 'waiting' },
    { id: 'b', page: { document: 'birthPaper', number: 2 }, bytes: 209_000, sent: 0, left: 209_000, state: 'waiting' },
  ]);
  expect(view).toMatchObject({ count: 1, bytes: 412_000, keptAt: 1000 });
});

test('a form is going while it is asked about, and no other', () => {
  const outbox = [entry(1, submit), entry(2, { ...submit, dossier: `${id.slice(0, -1)}9` })];
  const unsent = [1, 2].map((seq) => ({ seq, bytes: 3000 }));
  const sync = { ...INITIAL, exchange: 'asking' as const, unsent, carried: [1] };
  const states = outboxView({ ...empty, outbox, sync }).items.map(({ parts }) => parts[0]?.state);
  expect(states).toEqual(['going', 'waiting']);
});

test('a refused command stands apart and weighs nothing', () => {
  const outbox = [entry(1, submit, { refusal: { code: 'unknownUnit' } }), entry(2, submit)];
  const view = outboxView({ ...empty, outbox });
  expect(view.refused).toHaveLength(1);
  expect(view).toMatchObject({ count: 1, bytes: 3000, keptAt: 2000 });
});

test('a withdrawal takes its name from the submission it follows', () => {
  const outbox = [entry(1, submit), entry(2, { type: 'withdraw', dossier: id, reason: '' })];
  expect(outboxView({ ...empty, outbox }).items[1]?.madeBy?.procedure).toBe('1.001193');
});

test('papers on their way say which have gone, which goes now and which another phone has', () => {
  const [a, b, c, d, e] = [file('a', 100), file('b', 100), file('c', 100), file('d', 100), file('e', 100)];
  const dossier = {
    id,
    status: 'registered',
    papersComplete: false,
    attachments: [{ document: 'x', files: [a, b, c, d, e, a] }],
  } as unknown as Dossier;
  const view = outboxView({
    ...empty,
    dossiers: [dossier],
    progress: [
      { file: a, sent: 100, held: false },
      { file: b, sent: 20, held: true },
      { file: c, sent: 0, held: true },
      { file: d, sent: 0, held: false },
      { file: e, sent: 0, held: true },
    ],
    sync: {
      ...INITIAL,
      uploading: [
        { file: { ...b, dossier: id }, sent: 50 },
        { file: { ...e, dossier: id }, sent: 0 },
      ],
    },
  });
  expect(view.items[0]?.parts.map(({ state, sent }) => [state, sent])).toEqual([
    ['gone', 0],
    ['gone', 100],
    ['going', 50],
    ['waiting', 0],
    ['elsewhere', 0],
    ['going', 0],
  ]);
  // What is handed to the network is still kept here, until the server says that it has it.
  expect(view.items[0]?.left).toBe(280);
  expect(view).toMatchObject({ count: 1, bytes: 280 });
});

test('a submission is one and the same thing before and after its form arrived', () => {
  const attachments = [{ document: 'x', files: [file('a', 100)] }];
  const before = outboxView({ ...empty, outbox: [entry(1, { ...submit, attachments })] });
  const registered = { id, status: 'registered', papersComplete: false, attachments } as unknown as Dossier;
  const after = outboxView({
    ...empty,
    dossiers: [registered],
    progress: [{ file: file('a', 100), sent: 0, held: true }],
  });
  expect(after.items.map((item) => item.id)).toEqual(before.items.map((item) => item.id));
  expect(after.items[0]?.parts.map((part) => part.id)).toEqual(before.items[0]?.parts.map((part) => part.id));
});

test('what only another phone can bring is shown, and does not count as waiting here', () => {
  const dossier = {
    id,
    status: 'registered',
    papersComplete: false,
    attachments: [{ document: 'x', files: [file('a', 100)] }],
  } as unknown as Dossier;
  const view = outboxView({ ...empty, dossiers: [dossier] });
  expect(view.items).toHaveLength(1);
  expect(view).toMatchObject({ count: 0, bytes: 0, keptAt: null });
});

const notSpoken = (supported: number[]) =>
  ({ code: 'refused', refusal: { code: 'protocolUnsupported', supported }, retryAfterMs: null }) as const;

test.each([
  [{ blocked: 'outdated' as const }, 'outdated'],
  [{ blocked: 'serverOlder' as const }, 'serverOlder'],
  [{ lastFailure: notSpoken([PROTOCOL - 1]) }, 'serverOlder'],
  [{ lastFailure: notSpoken([PROTOCOL + 1]) }, 'outdated'],
  [{ lastFailure: notSpoken([]) }, 'trouble'],
  [{ blocked: 'signedOut' as const }, 'signedOut'],
  [{ lastFailure: { code: 'notOurs' as const } }, 'portal'],
  [
    {
      lastFailure: { code: 'refused' as const, refusal: { code: 'busy' as const }, retryAfterMs: null },
    },
    'busy',
  ],
  [{ lastFailure: { code: 'full' as const } }, 'phoneFull'],
  [{ lastFailure: { code: 'lost' as const } }, 'phoneStore'],
  [{ exchange: 'asking' as const, carried: [1], lastFailure: { code: 'timeout' as const } }, 'sending'],
  // A request for news alone sends nothing.
  [{ exchange: 'asking' as const }, 'soon'],
  [{ photos: 'wifi' as const, metered: true, uploads: [{ ...file('a', 1), dossier: id }] }, 'wifi'],
  [{ photos: 'wifi' as const, metered: null, uploads: [{ ...file('a', 1), dossier: id }] }, 'wifi'],
  [{ photos: 'wifi' as const, metered: false, uploads: [{ ...file('a', 1), dossier: id }] }, 'soon'],
  [{ photos: 'wifi' as const, metered: true }, 'soon'],
  [{}, 'soon'],
])('%j is told as %s', (sync, expected) => {
  expect(standingOf({ online: true, server: 'in', sync: { ...INITIAL, ...sync }, count: 1 })).toBe(expected);
});

test('without network nothing is blamed on the server, and with nothing to send nothing is said', () => {
  expect(
    standingOf({ online: false, server: 'in', sync: { ...INITIAL, lastFailure: { code: 'timeout' } }, count: 1 }),
  ).toBe('offline');
  const older = { ...INITIAL, blocked: 'serverOlder' as const };
  expect(standingOf({ online: false, server: 'in', sync: older, count: 1 })).toBe('offline');
  expect(standingOf({ online: true, server: 'out', sync: older, count: 1 })).toBe('signedOut');
  expect(standingOf({ online: true, server: 'in', sync: INITIAL, count: 0 })).toBe('nothing');
});

test('of papers that other phones sent, those the server does not lack have gone', () => {
  const attachments = [{ document: 'birthPaper', files: [file('a', 100), file('b', 200)] }];
  const dossier = { id, code: 'H38', status: 'registered', attachments, papersComplete: false } as unknown as Dossier;
  const [item] = outboxView({ ...empty, dossiers: [dossier], missing: ['b'] }).items;
  expect(item?.parts.map(({ state, left }) => [state, left])).toEqual([
    ['gone', 0],
    ['gone', 0],
    ['elsewhere', 0],
  ]);
});

test('a page that went with this phone’s own store is asked for again, until it has been photographed', () => {
  const attachments = [{ document: 'birthPaper', files: [file('a', 100), file('b', 200)] }];
  const dossier = { id, code: 'H38', status: 'registered', attachments, papersComplete: false } as unknown as Dossier;
  const sources = { ...empty, dossiers: [dossier], missing: ['b'], lostHere: () => true };
  const states = (rest: object) =>
    outboxView({ ...sources, ...rest })
      .items.at(-1)
      ?.parts.map(({ state }) => state);
  expect(states({})).toEqual(['gone', 'gone', 'lost']);
  expect(states({ missing: null })).toEqual(['gone', 'elsewhere', 'elsewhere']);
  const again: CitizenIntent = { type: 'replacePapers', dossier: id, lost: ['b'], attachments: [] };
  expect(states({ outbox: [entry(1, again)] })).toEqual(['gone', 'gone', 'elsewhere']);
});

test.each(['withdrawn', 'stopped', 'notAccepted', 'returned'])('of a dossier that is %s no paper travels', (status) => {
  const attachments = [{ document: 'birthPaper', files: [file('a', 100)] }];
  const dossier = { id, code: 'H38', status, attachments, papersComplete: false } as unknown as Dossier;
  // The server lacks the page and waits for it no more: it has not gone.
  const view = outboxView({ ...empty, dossiers: [dossier], missing: [] });
  expect(view.items).toEqual([]);
});

test('a dossier whose result is out asks for no page, and goes on sending those that are here', () => {
  const attachments = [{ document: 'birthPaper', files: [file('a', 100), file('b', 200)] }];
  const dossier = { id, code: 'H38', status: 'finished', attachments, papersComplete: false } as unknown as Dossier;
  const sources = { ...empty, dossiers: [dossier], missing: ['b'], lostHere: () => true };
  expect(outboxView(sources).items).toEqual([]);
  const progress = [{ file: file('b', 200), sent: 0, held: true }];
  const [item] = outboxView({ ...sources, progress }).items;
  expect(item?.parts.map(({ state }) => state)).toEqual(['gone', 'gone', 'waiting']);
});

test('of a dossier that the server does not have any more nothing is said to have gone', () => {
  const attachments = [{ document: 'birthPaper', files: [file('a', 100)] }];
  const dossier = { id, code: 'H38', status: 'registered', attachments, papersComplete: false } as unknown as Dossier;
  const sources = { ...empty, dossiers: [dossier], untold: [{ dossier: id, isLost: true }] };
  expect(outboxView({ ...sources, missing: [] }).items).toEqual([]);
  // Another dossier with the same page is asked for it.
  expect(outboxView({ ...sources, missing: ['a'] }).items).toEqual([]);
});

test('of a dossier that a restored server has not told of, papers wait where it asks for them, and none have gone', () => {
  const attachments = [{ document: 'birthPaper', files: [file('a', 100), file('b', 200)] }];
  const dossier = { id, code: 'H38', status: 'registered', attachments, papersComplete: false } as unknown as Dossier;
  const progress = [{ file: file('a', 100), sent: 0, held: true }];
  const sources = { ...empty, dossiers: [dossier], progress, untold: [{ dossier: id, isLost: false }] };
  expect(outboxView({ ...sources, missing: [] }).items).toEqual([]);
  const [item] = outboxView({ ...sources, missing: ['a'] }).items;
  expect(item?.parts.map(({ state }) => state)).toEqual(['gone', 'waiting', 'elsewhere']);
});

test('a draft that another phone has submitted before is two things, each under its own name', () => {
  const dossier = {
    id,
    code: 'H38',
    status: 'registered',
    attachments: [],
    papersComplete: false,
  } as unknown as Dossier;
  const ids = outboxView({ ...empty, outbox: [entry(2, submit), entry(3, submit)], dossiers: [dossier] }).items.map(
    (item) => item.id,
  );
  expect(new Set(ids).size).toBe(3);
});
