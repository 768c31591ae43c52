import { describe, expect, test } from 'vitest';
import { feeAmount } from '#core/fee/amount.ts';
import { procedureOf } from '#tests/support/fill-form.ts';
import { procedureInProvince, type Overlay } from './overlay.ts';
import type { Deadline } from './procedure.ts';
import type { FeeAmount, Term } from './record.ts';

describe('a procedure of ours in a province', () => {
  /** It has a price for each copy. */
  const copy = procedureOf('2.000635');
  const overlay = (change: Partial<Overlay>): Overlay => ({
    procedure: copy.code,
    validFrom: '2026-01-01',
    source: { number: '01/2026/NQ-HĐND', issuer: 'HĐND tỉnh', name: 'Mức thu' },
    confidence: 'medium',
    ...change,
  });
  const here = (...overlays: Overlay[]) => procedureInProvince(copy, overlays, '2026-06-01');
  const fee = (amount: FeeAmount, more: Partial<Overlay> = {}) => here(overlay({ fee: { amount }, ...more })).fee;

  test('is the nation’s where nothing is set, or only for other ways than a phone’s', () => {
    expect(here()).toBe(copy);
    expect(here(overlay({ channels: ['direct'], fee: { amount: { kind: 'free' } } }))).toBe(copy);
    expect(procedureInProvince(copy, [overlay({ fee: { amount: { kind: 'free' } } })], '2025-12-31')).toBe(copy);
  });
  test('owes what the province set, counted as the nation counts it', () => {
    const amount = { kind: 'fixed', amount: 5_000, currency: 'VND' } as const;
    expect(feeAmount(fee(amount), { copies: 3 })).toEqual({ kind: 'owed', amount: 15_000, count: 3 });
    expect(feeAmount(fee(amount, { channels: ['online'] }), { copies: 1 })).toMatchObject({ amount: 5_000 });
    expect(feeAmount(fee({ kind: 'free' }), { copies: 3 })).toEqual({ kind: 'nothing' });
  });
  test('what is no number of đồng is never charged as one', () => {
    for (const amount of [
      { kind: 'fixed', amount: 5, currency: 'USD' },
      { kind: 'fixed', amount: 2e12, currency: 'VND' },
      { kind: 'asText' },
      { kind: 'byProvince' },
      { kind: 'unverified' },
    ] as const)
      expect(feeAmount(fee(amount), { copies: 3 })).toEqual({ kind: 'unknown' });
  });
  test.each<[Term, Deadline]>([
    [
      { kind: 'sameDay', cutoffHour: 15 },
      { kind: 'sameDay', cutoffHour: 15 },
    ],
    [
      { kind: 'within', count: 0.5, unit: 'workingDay' },
      { kind: 'workingDays', days: 1 },
    ],
    [
      { kind: 'within', count: 2, unit: 'workingDay', mountainExtraDays: 10 },
      { kind: 'workingDays', days: 2, mountainExtraDays: 10 },
    ],
    [{ kind: 'within', count: 8, unit: 'hour' }, { kind: 'unverified' }],
    [{ kind: 'asText', text: 'Theo đợt' }, { kind: 'unverified' }],
    [{ kind: 'unverified' }, { kind: 'unverified' }],
  ])('of the term %j the clock knows %j', (term, deadline) => {
    expect(here(overlay({ term })).deadline).toEqual(deadline);
  });
  test('names the act once, and says how sure the province’s facts are, not the nation’s', () => {
    const twice = here(overlay({ fee: { amount: { kind: 'free' } } }), overlay({ fee: { amount: { kind: 'free' } } }));
    expect(twice.legalBasis).toEqual([...copy.legalBasis, '01/2026/NQ-HĐND']);
    expect(twice.confidence).toEqual({ ...copy.confidence, fee: 'medium' });
    expect(here(overlay({ fee: { amount: { kind: 'byProvince' } } })).confidence).toEqual(copy.confidence);
  });
});
