import { expect, test } from 'vitest';
import type { Procedure } from '#core/procedure/procedure.ts';
import { confidences, deadlineFact, feeFact, onlineFact, papersFact } from './facts.ts';

const sure = { fee: 'high', deadline: 'high', documents: 'high', onlineLevel: 'high' } as const;
const unsure = { fee: 'low', deadline: 'low', documents: 'low', onlineLevel: 'low' } as const;
const note = { vi: 'Mỗi trang 2.000 đồng', en: '2,000 đồng a page' };
const paper = { id: 'a', name: note, how: 'photo', required: true } as const;

const procedure = (facts: Partial<Procedure>) =>
  ({
    fee: { kind: 'free' },
    deadline: { kind: 'workingDays', days: 5 },
    documents: [paper],
    onlineLevel: 'full',
    confidence: sure,
    ...facts,
  }) as unknown as Procedure;

test('no value of low confidence is ever shown', () => {
  const one = procedure({ fee: { kind: 'fixed', amount: 8000 }, confidence: unsure });
  expect(deadlineFact(one)).toEqual({ kind: 'unverified' });
  expect(feeFact(one)).toEqual({ kind: 'unverified' });
  expect(feeFact(procedure({ confidence: unsure }))).toEqual({ kind: 'unverified' });
  expect(papersFact(one)).toEqual({ kind: 'unverified' });
  expect(onlineFact(one)).toBe('unverified');
  expect(confidences(one).map(({ confidence }) => confidence)).toEqual(['low', 'low', 'low', 'low']);
});

test('a listed amount of 0 is not free', () => {
  expect(feeFact(procedure({ fee: { kind: 'fixed', amount: 0 } }))).toEqual({ kind: 'unverified' });
});

test('a verified rule without one amount leads to its note, an unverified one does not', () => {
  const fee = { kind: 'unverified', note } as const;
  expect(feeFact(procedure({ fee }))).toEqual({ kind: 'seeNote' });
  expect(feeFact(procedure({ fee, confidence: { ...sure, fee: 'medium' } }))).toEqual({ kind: 'unverified' });
});

test('a price per copy keeps its unit', () => {
  const unit = { vi: 'bản', en: 'copy' };
  expect(feeFact(procedure({ fee: { kind: 'fixed', amount: 8000, per: { field: 'copies', unit } } }))).toEqual({
    kind: 'perUnit',
    amount: 8000,
    unit,
  });
});

test('papers that depend on the case are counted apart', () => {
  const documents = [
    paper,
    { ...paper, id: 'b', required: false },
    { ...paper, id: 'c', showWhen: { field: 'x', is: true } },
  ];
  expect(papersFact(procedure({ documents }))).toEqual({ kind: 'count', always: 1, sometimes: 2 });
  expect(papersFact(procedure({ documents: [] }))).toEqual({ kind: 'none' });
});
