import { expect, test } from 'vitest';
import type { Procedure } from '#core/procedure/procedure.ts';
import { isAt, placesOf, resumeAt, storedPlace } from './places.ts';

const words = { vi: 'x', en: 'x' };
const procedure = {
  documents: [{ id: 'paper', name: words, how: 'photo', required: true, showWhen: { field: 'married', is: true } }],
  form: {
    pages: [
      { id: 'first', question: words, fields: [{ id: 'married', type: 'yesNo', label: words }] },
      {
        id: 'second',
        question: words,
        showWhen: { field: 'married', is: true },
        fields: [{ id: 'name', type: 'text', label: words }],
      },
    ],
  },
} as unknown as Procedure;

const segments = (married: boolean) => placesOf({ procedure, answers: { married } }).map(({ segment }) => segment);

test('steps follow the answers, and papers are a step only where some are asked for', () => {
  expect(segments(true)).toEqual(['first', 'second', 'giay-to', 'xem-lai']);
  expect(segments(false)).toEqual(['first', 'xem-lai']);
});

test('a draft goes on where it was, at the field that was answered last', () => {
  const places = placesOf({ procedure, answers: { married: true } });
  expect(resumeAt(places, { at: 'page', page: 'second', field: 'name' })).toEqual({ segment: 'second', field: 'name' });
  expect(resumeAt(places, { at: 'papers' })).toEqual({ segment: 'giay-to', field: null });
});

test('a step that is no longer asked for leads to one that is', () => {
  const places = placesOf({ procedure, answers: { married: false } });
  expect(resumeAt(places, { at: 'page', page: 'second', field: 'name' })).toEqual({ segment: 'first', field: null });
  expect(resumeAt(places, { at: 'papers' })).toEqual({ segment: 'xem-lai', field: null });
});

test('what is stored of a step is recognised as that step', () => {
  const places = placesOf({ procedure, answers: { married: true } });
  for (const place of places) {
    expect(places.filter((other) => isAt(storedPlace(place), other))).toEqual([place]);
  }
});
