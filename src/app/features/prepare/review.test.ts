import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decideCitizen } from '#core/dossier/decide.ts';
import { Attachment, type FileRef } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { submissionOf } from '#core/dossier/submission.ts';
import { Procedure } from '#core/procedure/procedure.ts';
import { standingOf } from '#core/procedure/versions.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { bytesToSend, missingFor } from './review.ts';

const procedure = Procedure.parse(JSON.parse(readFileSync('src/content/procedures/1.001193.json', 'utf8')));
const page = (letter: string) => ({ hash: letter.repeat(64), size: 1000, type: 'image/webp' as const });
const draft: Draft = {
  id: '00000000-0000-4000-8000-000000000001',
  rev: 1,
  procedure,
  unit: '',
  answers: { childName: 'GIÀNG THỊ DUA', childSex: 'female', parentsMarried: false, marriageNumber: '12' },
  attachments: [
    { document: 'birthNotice', files: [page('a')] },
    { document: 'marriageCertificate', files: [page('b')] },
  ],
  place: { at: 'review' },
  startedAt: 1,
  savedAt: 1,
};
const context = { today: '2026-11-22', units: new Set(['02647']) };

test('what is missing is one line a page, then papers, then where it goes', () => {
  const missing = missingFor(draft, context);
  expect(missing[0]).toMatchObject({ kind: 'page', page: { id: 'child' }, field: { id: 'childBirthDate' }, count: 1 });
  expect(missing.filter(({ kind }) => kind === 'page').length).toBeGreaterThan(3);
  expect(missing.at(-2)).toMatchObject({ kind: 'paper', document: { id: 'applicantIdCard' } });
  expect(missing.at(-1)).toEqual({ kind: 'unit' });
});

test('the weight counts what is asked for, photos included', () => {
  expect(bytesToSend(draft)).toBeGreaterThan(1000);
  expect(bytesToSend(draft)).toBeLessThan(2000);
});

const TODAY = '2026-11-22';
const UNITS = new Set(['03004']);
const pages = (count: number): FileRef[] =>
  Array.from({ length: count }, (_, at) => ({ ...page('a'), hash: at.toString(16).padStart(64, '0') }));
const flying = (answers: Draft['answers'], papers: Readonly<Record<string, number>>): Draft => ({
  ...draft,
  procedure: EVERYTHING,
  unit: '03004',
  answers,
  attachments: Object.entries(papers).flatMap(([document, count]) =>
    count > 0 ? [{ document, files: pages(count) }] : [],
  ),
});

test('a paper with more pages than it takes is in the way; one that nobody asks for is not', () => {
  const missingOf = (papers: Readonly<Record<string, number>>) =>
    missingFor(flying(EVERYTHING_ANSWERS, papers), { today: TODAY, units: UNITS });
  expect(missingOf({ idCard: 3, licence: 13 })).toEqual([
    { kind: 'tooManyPages', document: EVERYTHING.documents[0], count: 3, max: 2 },
  ]);
  expect(missingOf({ idCard: 2, picture: 12 })).toEqual([]);
});

test('what has nothing missing is taken by the server, and what it refuses for its papers was never called complete', () => {
  const papers = fc.record({
    idCard: fc.integer({ min: 0, max: 4 }),
    licence: fc.integer({ min: 0, max: 14 }),
    picture: fc.integer({ min: 0, max: 14 }),
  });
  const where = { where: { unit: '03004', detail: 'Bản Hồ' } };
  fc.assert(
    fc.property(fc.boolean(), papers, (flies, counts) => {
      const one = flying({ ...EVERYTHING_ANSWERS, flies, ...(flies && where) }, counts);
      const submission = submissionOf(one);
      const decided = decideCitizen(null, submission, 1, {
        now: Date.parse(`${TODAY}T05:00:00Z`),
        calendar: { holidays: new Set(), workingSaturdays: new Set() },
        ...standingOf([EVERYTHING], EVERYTHING.version),
        unit: { mountain: true },
        units: UNITS,
      });
      const fits = submission.attachments.every((paper) => Attachment.safeParse(paper).success);
      expect(missingFor(one, { today: TODAY, units: UNITS }).length === 0).toBe(decided.ok && fits);
    }),
  );
});
