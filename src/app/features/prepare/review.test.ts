import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Draft } from '#core/dossier/draft.ts';
import { Procedure } from '#core/procedure/procedure.ts';
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
