import { expect, test } from 'vitest';
import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Dossier, FileRef } from '#core/dossier/dossier.ts';
import type { OutboxEntry } from '#core/ports.ts';
import { INITIAL } from '#core/sync/machine.ts';
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
const empty = { outbox: [], dossiers: [], progress: [], sync: null };

test('bytes are of forms and photos, counted apart', () => {
  const outbox = [entry(1, submit, { files: [file('a', 200_000), file('b', 209_000)] })];
  const view = outboxView({ ...empty, outbox });
  expect(view.waiting[0]).toMatchObject({ formBytes: 3000, photos: 2, photoBytes: 409_000, procedure: '1.001193' });
  expect(view).toMatchObject({ count: 1, bytes: 412_000, keptAt: 1000 });
});

test('a refused command stands apart and weighs nothing', () => {
  const outbox = [entry(1, submit, { refusal: { code: 'unknownUnit' } }), entry(2, submit)];
  const view = outboxView({ ...empty, outbox });
  expect(view.refused).toHaveLength(1);
  expect(view).toMatchObject({ count: 1, bytes: 3000, keptAt: 2000 });
});

test('a withdrawal takes its name from the submission it follows', () => {
  const outbox = [entry(1, submit), entry(2, { type: 'withdraw', dossier: id, reason: '' })];
  expect(outboxView({ ...empty, outbox }).waiting[1]?.procedure).toBe('1.001193');
});

test('papers on their way count pieces, the one being sent by its share', () => {
  const [a, b, c] = [file('a', 100), file('b', 100), file('c', 100)];
  const dossier = {
    id,
    papersComplete: false,
    attachments: [{ document: 'x', files: [a, b, c] }],
  } as unknown as Dossier;
  const view = outboxView({
    ...empty,
    dossiers: [dossier],
    progress: [
      { file: a, sent: 100, held: false },
      { file: b, sent: 20, held: true },
      { file: c, sent: 0, held: true },
    ],
    sync: { ...INITIAL, uploading: { file: { ...b, dossier: id }, sent: 50 } },
  });
  expect(view.travelling[0]).toMatchObject({ files: 3, arrived: 1.5, left: 150 });
  expect(view).toMatchObject({ count: 1, bytes: 150 });
});

test.each([
  [{ blocked: 'outdated' as const }, 'outdated'],
  [{ blocked: 'signedOut' as const }, 'signedOut'],
  [{ lastFailure: { code: 'notOurs' as const } }, 'portal'],
  [
    {
      lastFailure: { code: 'refused' as const, refusal: { code: 'busy' as const }, retryAfterMs: null },
    },
    'busy',
  ],
  [{ lastFailure: { code: 'full' as const } }, 'phoneStore'],
  [{ exchange: 'asking' as const, lastFailure: { code: 'timeout' as const } }, 'sending'],
  [{}, 'soon'],
])('%j is told as %s', (sync, expected) => {
  expect(standingOf({ online: true, server: 'in', sync: { ...INITIAL, ...sync }, count: 1 })).toBe(expected);
});

test('without network nothing is blamed on the server, and with nothing to send nothing is said', () => {
  expect(
    standingOf({ online: false, server: 'in', sync: { ...INITIAL, lastFailure: { code: 'timeout' } }, count: 1 }),
  ).toBe('offline');
  expect(standingOf({ online: true, server: 'in', sync: INITIAL, count: 0 })).toBe('nothing');
});
