import { expect, test } from 'vitest';
import type { Dossier, FileRef } from '#core/dossier/dossier.ts';
import type { OutboxEntry } from '#core/ports.ts';
import { INITIAL } from '#core/sync/state.ts';
import { reproOf, type ReproSources } from './repro.ts';

const NAME = 'GIÀNG THỊ DUA';
const NUMBER = '010192004817';
const PLACE = 'Bản Dền';
const UNIT = '03037';
const PROCEDURE = '1.001193';
const CODE = 'H38.16-261109-0042';
const WORDS = 'Nhà tôi ở đầu bản';
const DOSSIER = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const OTHER_DOSSIER = '0b0e7f34-6e1c-4a57-9f2b-9a8a55a3cf11';
const EPOCH = 'b1946ac9-2d1e-4f3a-8a6b-5c0d9e8f7a6b';
const COMMAND = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const HASH = 'c0ffee'.repeat(10) + 'abcd';
const CANARIES = [NAME, NUMBER, PLACE, UNIT, PROCEDURE, CODE, WORDS, DOSSIER, OTHER_DOSSIER, COMMAND, EPOCH, HASH];

const file: FileRef = { hash: HASH, size: 204_800, type: 'image/webp' };
const answers = { childName: NAME, idNumber: NUMBER, home: { unit: UNIT, detail: PLACE } };
const attachments = [{ document: 'birthPaper', files: [file] }];
const submission: OutboxEntry = {
  command: {
    id: COMMAND,
    seq: 3,
    madeAt: 5,
    intent: { type: 'submit', dossier: DOSSIER, procedure: PROCEDURE, version: 1, unit: UNIT, answers, attachments },
  },
  bytes: 3000,
  files: [file],
  refusal: { code: 'answersInvalid', fields: [NAME] },
};
const withdrawal: OutboxEntry = {
  command: { id: COMMAND, seq: 4, madeAt: 6, intent: { type: 'withdraw', dossier: OTHER_DOSSIER, reason: WORDS } },
  bytes: 300,
  files: [],
  refusal: null,
};
const dossier: Dossier = {
  id: DOSSIER,
  status: 'registered',
  code: CODE,
  procedure: PROCEDURE,
  version: 1,
  unit: UNIT,
  applicant: NAME,
  answers,
  attachments,
  papersComplete: false,
  submittedAt: 7,
  claimedAt: 5,
  receivedAt: null,
  promisedDay: null,
  pausedSince: null,
  supplement: null,
  fee: null,
  payments: [],
  refundsOpened: 0,
  results: [],
  closedReason: WORDS,
  events: [],
};
const sources: ReproSources = {
  version: '0.1.0',
  protocol: 1,
  madeAt: 0,
  online: true,
  host: { serviceWorker: true, backgroundSync: true, locks: true, share: true, camera: true, installed: false },
  server: 'in',
  storage: { usage: 7_400_000, quota: null, persisted: true },
  sync: {
    ...INITIAL,
    unsent: [{ seq: 3, bytes: 3000 }],
    uploads: [{ ...file, dossier: DOSSIER }],
    uploading: [{ file: { ...file, dossier: DOSSIER }, sent: 1000 }],
    epoch: EPOCH,
    first: OTHER_DOSSIER,
    contact: { since: 1, until: 2 },
    lastFailure: {
      code: 'refused',
      retryAfterMs: null,
      refusal: { code: 'malformed', detail: `${NAME} ${NUMBER}` },
    },
  },
  trail: {
    from: INITIAL,
    events: [{ type: 'notUploaded', hash: HASH, failure: { code: 'timeout' }, chance: 0 }],
  },
  drafts: 2,
  outbox: [submission, withdrawal],
  dossiers: [dossier],
  progress: [{ file, sent: 1000, held: true }],
  log: [
    { at: 2, what: 'exchange', result: 'timeout', ms: 900 },
    { at: 1, what: 'upload', result: 'ok', bytes: 204_800, ms: 640 },
    { at: 3, what: 'exchange', result: `${NAME} ${NUMBER}` },
    { at: 4, what: 'exchange', result: HASH },
    { at: 5, what: 'exchange', result: DOSSIER },
  ],
};

test('no name, number, answer, place, code, id or hash is in it, wherever they stand', () => {
  const text = JSON.stringify(reproOf(sources));
  for (const canary of CANARIES) expect(text).not.toContain(canary);
  // No part of one either, as an id cut short would be.
  for (const canary of [...NAME.split(' '), DOSSIER.slice(0, 8), COMMAND.slice(0, 8), HASH.slice(0, 8), 'birthPaper']) {
    expect(text).not.toContain(canary);
  }
});

test('it says what is where, and the same thing by the same short name', () => {
  expect(reproOf(sources)).toMatchObject({
    engine: {
      first: 'd2',
      uploads: [{ hash: 'f1', dossier: 'd1' }],
      uploading: [{ file: { hash: 'f1' }, sent: 1000 }],
      lastFailure: { code: 'refused', refusal: { code: 'malformed', detail: '' } },
    },
    trail: { events: [{ type: 'notUploaded', hash: 'f1' }] },
    outbox: [
      { seq: 3, type: 'submit', dossier: 'd1', files: [{ file: 'f1', size: 204_800 }], refused: 'answersInvalid' },
      { seq: 4, type: 'withdraw', dossier: 'd2', files: [], refused: null },
    ],
    dossiers: [{ dossier: 'd1', status: 'registered', papersComplete: false, events: 0 }],
    files: [{ file: 'f1', size: 204_800, sent: 1000, held: true }],
  });
  expect(reproOf(sources).log.map(({ result }) => result)).toEqual(['timeout', 'ok', 'other', 'other', 'other']);
});

test('the seed is of what was tried and how it ended, not of when or of whom', () => {
  const { seed } = reproOf(sources);
  expect(seed).toSatisfy((value: number) => Number.isInteger(value) && value >= 0 && value < 2 ** 32);
  const later = sources.log.map((line) => ({ ...line, at: line.at + 1000, ms: 1 }));
  expect(reproOf({ ...sources, outbox: [], log: later }).seed).toBe(seed);
  expect(reproOf({ ...sources, log: sources.log.slice(1) }).seed).not.toBe(seed);
});

test('with nothing known but the phone there is still something to send', () => {
  expect(
    reproOf({ ...sources, sync: null, trail: null, storage: null, outbox: [], dossiers: [], progress: [], log: [] }),
  ).toMatchObject({
    engine: null,
    outbox: [],
    log: [],
    phone: { storage: null, server: 'in' },
  });
});
