import { expect, test } from 'vitest';
import { fold } from '#core/dossier/fold.ts';
import { must } from '#core/assert.ts';
import type { DossierEvent, FileRef, Happening } from '#core/dossier/dossier.ts';
import { instantAt } from '#core/calendar/day.ts';
import type { Untold } from '#core/ports.ts';
import { papersSent, timelineOf } from './timeline.ts';

const id = '00000000-0000-4000-8000-000000000001';
const files: FileRef[] = ['a', 'b', 'c'].map((letter) => ({ hash: letter.repeat(64), size: 100, type: 'image/webp' }));
const submitted: Happening = {
  type: 'submitted',
  code: 'H38.16-261109-0042',
  procedure: '1.115661',
  version: 1,
  unit: '02647',
  applicant: 'LÝ THỊ MẨY',
  answers: {},
  attachments: [{ document: 'certificate', files }],
  claimedAt: 1,
};
const received: Happening = { type: 'received', promisedDay: '2026-12-02' };
const asked: Happening = {
  type: 'supplementRequested',
  items: [{ what: 'Ảnh rõ hơn' }],
  reason: 'Mờ',
  dueDay: '2026-11-27',
};
const supplemented: Happening = {
  type: 'supplemented',
  note: '',
  attachments: [],
  claimedAt: 1,
  promisedDay: '2026-12-02',
};
const ROLE: Partial<Record<Happening['type'], 'citizen' | 'system'>> = {
  submitted: 'citizen',
  supplemented: 'citizen',
  withdrawn: 'citizen',
  papersComplete: 'system',
};

const calendar = { holidays: new Set<string>(), workingSaturdays: new Set<string>() };
const now = instantAt('2026-11-25', 10);

const steps = (...happened: Happening[]) => stepsWhere([], ...happened);

function stepsWhere(untold: readonly Untold[], ...happened: Happening[]) {
  const events = happened.map((what, at): DossierEvent => ({
    n: at + 1,
    at: at * 1000,
    by: { role: ROLE[what.type] ?? 'officer', name: '' },
    what,
  }));
  const dossier = must(fold(id, events), 'a stream that fits');
  const progress = [{ file: must(files[0], 'file'), sent: 100, held: false }];
  return timelineOf(dossier, { now, calendar, progress, missing: null, untold }).map(({ state, what }) => [
    state,
    what.type,
  ]);
}

test('papers on their way come before the receipt', () => {
  expect(steps(submitted)).toEqual([
    ['done', 'submitted'],
    ['current', 'papersTravelling'],
    ['next', 'awaitingReceipt'],
    ['next', 'result'],
  ]);
});

test('with all papers there the office is next', () => {
  expect(steps(submitted, { type: 'papersComplete' })).toEqual([
    ['done', 'submitted'],
    ['done', 'papersArrived'],
    ['current', 'awaitingReceipt'],
    ['next', 'result'],
  ]);
});

test('work counts the working days that are left', () => {
  const events = [submitted, { type: 'papersComplete' } as const, received, { type: 'processingStarted' } as const];
  expect(steps(...events).at(-2)).toEqual(['current', 'processing']);
});

test('a request is where the dossier stands until it is answered', () => {
  const before = [submitted, { type: 'papersComplete' } as const, received, asked];
  expect(steps(...before).slice(-2)).toEqual([
    ['current', 'supplementRequested'],
    ['next', 'result'],
  ]);
  expect(steps(...before, supplemented).slice(-4)).toEqual([
    ['done', 'supplementRequested'],
    ['done', 'supplemented'],
    ['current', 'processing'],
    ['next', 'result'],
  ]);
});

test('a dossier that the server has lost stands nowhere, and nothing is ahead of it', () => {
  const events = [submitted, { type: 'papersComplete' } as const, received, asked];
  expect(stepsWhere([{ dossier: id, isLost: true }], ...events)).toEqual([
    ['done', 'submitted'],
    ['done', 'papersArrived'],
    ['done', 'received'],
    ['done', 'supplementRequested'],
  ]);
  expect(stepsWhere([{ dossier: id, isLost: true }], submitted)).toEqual([['done', 'submitted']]);
  expect(stepsWhere([{ dossier: id, isLost: false }], ...events).at(-1)).toEqual(['next', 'result']);
});

test('nothing is ahead of a dossier that was withdrawn', () => {
  expect(steps(submitted, { type: 'withdrawn', reason: '' })).toEqual([
    ['done', 'submitted'],
    ['done', 'withdrawn'],
  ]);
});

test('a phone that sent nothing itself counts the papers the server does not lack', () => {
  const event: DossierEvent = { n: 1, at: 1, by: { role: 'citizen', name: '' }, what: submitted };
  const dossier = must(fold(id, [event]), 'a dossier');
  const [one, two] = files.map(({ hash }) => hash);
  const missing = [must(one, 'a page'), must(two, 'a page')];
  expect(papersSent(dossier, { progress: [], missing, untold: [] })).toEqual({ arrived: 1, total: 3 });
  const progress = [{ file: must(files[0], 'file'), sent: 100, held: false }];
  expect(papersSent(dossier, { progress, missing, untold: [] })).toEqual({ arrived: 2, total: 3 });
  expect(papersSent(dossier, { progress, missing: null, untold: [] })).toEqual({ arrived: 1, total: 3 });
  // A server that came back from a backup does not miss the papers of what it has forgotten.
  const untold = [{ dossier: dossier.id, isLost: false }];
  expect(papersSent(dossier, { progress, missing: [], untold })).toEqual({ arrived: 1, total: 3 });
});
