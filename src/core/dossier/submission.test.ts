import { expect, test } from 'vitest';
import { Procedure } from '#core/procedure/procedure.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import type { Draft } from './draft.ts';
import { submissionOf } from './submission.ts';

const page = (letter: string) => ({ hash: letter.repeat(64), size: 1000, type: 'image/webp' as const });
const words = { vi: 'x', en: 'x' };
const procedure = Procedure.parse({
  ...EVERYTHING,
  documents: [
    { id: 'card', name: words, how: 'photo', required: true },
    { id: 'certificate', name: words, how: 'photo', required: true, showWhen: { field: 'married', is: true } },
  ],
  form: {
    pages: [
      { id: 'who', question: words, fields: [{ id: 'married', label: words, type: 'yesNo' }] },
      {
        id: 'paper',
        question: words,
        showWhen: { field: 'married', is: true },
        fields: [{ id: 'number', label: words, type: 'text' }],
      },
    ],
  },
});
const draft = (married: boolean): Draft => ({
  id: '00000000-0000-4000-8000-000000000001',
  rev: 4,
  procedure,
  unit: '02647',
  answers: { married, number: '12', forgotten: 'x' },
  attachments: [
    { document: 'card', files: [page('a')] },
    { document: 'certificate', files: [page('b')] },
  ],
  place: { at: 'review' },
  startedAt: 1,
  savedAt: 2,
});

test('a submission brings what is asked for', () => {
  expect(submissionOf(draft(true))).toEqual({
    type: 'submit',
    dossier: draft(true).id,
    procedure: procedure.code,
    version: procedure.version,
    unit: '02647',
    answers: { married: true, number: '12' },
    attachments: draft(true).attachments,
  });
});

test('answers and papers that are not asked for stay on the phone', () => {
  const sent = submissionOf(draft(false));
  expect(sent.answers).toEqual({ married: false });
  expect(sent.attachments.map(({ document }) => document)).toEqual(['card']);
});

test('a form that asks everything sends everything', () => {
  expect(submissionOf({ ...draft(true), procedure: EVERYTHING, answers: EVERYTHING_ANSWERS }).answers).toEqual(
    EVERYTHING_ANSWERS,
  );
});
