import { describe, expect, test } from 'vitest';
import type { Answers } from '#core/form/form.ts';
import type { Fee } from '#core/procedure/procedure.ts';
import { feeAmount, type FeeAmount } from './amount.ts';
import { formatVnd } from './money.ts';

const unit = { vi: 'bản', en: 'copy' };
const perCopy: Fee = { kind: 'fixed', amount: 8000, per: { field: 'copies', unit } };

describe('what is owed', () => {
  test.each<[string, Fee, Answers, FeeAmount]>([
    ['free', { kind: 'free' }, {}, { kind: 'nothing' }],
    ['a fixed amount', { kind: 'fixed', amount: 15000 }, {}, { kind: 'owed', amount: 15000 }],
    ['a listed 0, which is not "free"', { kind: 'fixed', amount: 0 }, {}, { kind: 'unknown' }],
    ['a price per copy', perCopy, { copies: 2 }, { kind: 'owed', amount: 16000, count: 2 }],
    ['no copies', perCopy, { copies: 0 }, { kind: 'nothing' }],
    ['copies not answered', perCopy, {}, { kind: 'unknown' }],
    ['copies as text', perCopy, { copies: '2' }, { kind: 'unknown' }],
    ['negative copies', perCopy, { copies: -2 }, { kind: 'unknown' }],
    ['half a copy', perCopy, { copies: 0.5 }, { kind: 'unknown' }],
    ['more than any fee', perCopy, { copies: 1e12 }, { kind: 'unknown' }],
    ['set by the province', { kind: 'byProvince' }, {}, { kind: 'unknown' }],
    ['unverified', { kind: 'unverified' }, {}, { kind: 'unknown' }],
  ])('%s', (_, fee, answers, expected) => {
    expect(feeAmount(fee, answers)).toEqual(expected);
  });
});

test.each([
  [0, '0\u00a0₫', '0\u00a0₫'],
  [900, '900\u00a0₫', '900\u00a0₫'],
  [16000, '16.000\u00a0₫', '16,000\u00a0₫'],
  [1234567, '1.234.567\u00a0₫', '1,234,567\u00a0₫'],
  [-8000, '−8.000\u00a0₫', '−8,000\u00a0₫'],
])('%d đồng', (amount, vi, en) => {
  expect(formatVnd(amount, 'vi')).toBe(vi);
  expect(formatVnd(amount, 'en')).toBe(en);
});
