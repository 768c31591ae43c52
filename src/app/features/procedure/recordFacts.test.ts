import { describe, expect, test } from 'vitest';
import type { Overlay } from '#core/procedure/overlay.ts';
import type { FeeAmount, ProcedureRecord, Term } from '#core/procedure/record.ts';
import { feeGlance, papersGlance, provinceSets, termGlance } from './recordFacts.ts';

const within = (count: number, unit: 'workingDay' | 'day' = 'workingDay'): Term => ({ kind: 'within', count, unit });
const record = (terms: readonly Term[], amounts: readonly FeeAmount[] = []) =>
  ({
    methods: terms.map((term) => ({
      channels: ['direct'],
      term,
      fees: amounts.map((amount) => ({ type: 'fee', amount })),
    })),
    cases: [],
    confidence: { fee: 'high', term: 'medium' },
  }) as unknown as ProcedureRecord;
const vnd = (amount: number): FeeAmount => ({ kind: 'fixed', amount, currency: 'VND' });
const fee = (...amounts: readonly FeeAmount[]) => feeGlance(record([within(1)], amounts));

test('terms that agree are one, others a range, and days of another kind are no range', () => {
  expect(termGlance(record([within(3), within(3)]))).toEqual({ kind: 'within', least: 3, most: 3, unit: 'workingDay' });
  expect(termGlance(record([within(5), within(3)]))).toMatchObject({ least: 3, most: 5 });
  expect(termGlance(record([within(5), within(3, 'day')]))).toEqual({ kind: 'byCase' });
  expect(termGlance(record([within(5), { kind: 'asText', text: 'ngay' }]))).toEqual({ kind: 'byCase' });
  expect(termGlance(record([{ kind: 'unverified' }]))).toEqual({ kind: 'unverified' });
});

test('the terms of cases count where no way has one', () => {
  const caseTerms = [{ name: 'Khai sinh', term: within(1) }];
  expect(termGlance({ ...record([{ kind: 'unverified' }]), caseTerms })).toMatchObject({ least: 1, most: 1 });
});

test('TRAP-7 where methods and cases disagree, or nobody is sure, the term is not verified', () => {
  const caseTerms = [{ name: 'Có yếu tố nước ngoài', term: within(10) }];
  const unsure = (terms: readonly Term[]) => ({ ...record(terms), confidence: { fee: 'high', term: 'low' } as const });
  expect(termGlance({ ...unsure([within(4)]), caseTerms })).toEqual({ kind: 'unverified' });
  expect(termGlance({ ...unsure([{ kind: 'unverified' }]), caseTerms })).toEqual({ kind: 'unverified' });
  expect(termGlance(unsure([within(4)]))).toEqual({ kind: 'unverified' });
});

test('a way that has no term is not answered with another way’s', () => {
  expect(termGlance(record([within(3), { kind: 'unverified' }]))).toEqual({ kind: 'byCase' });
});

test('what the province has set for a way is sure, whatever the source is', () => {
  const unsure = { ...record([within(2), within(2)], [vnd(9_000)]), confidence: { fee: 'low', term: 'low' } as const };
  const laid = (count: number) => ({
    ...unsure,
    methods: unsure.methods.map((method, at) =>
      at < count ? Object.assign({}, method, { confidence: { fee: 'high', term: 'high' } as const }) : method,
    ),
  });
  expect([termGlance(laid(0)).kind, feeGlance(laid(0)).kind]).toEqual(['unverified', 'unverified']);
  expect([termGlance(laid(1)).kind, feeGlance(laid(1)).kind]).toEqual(['byCase', 'asText']);
  expect([termGlance(laid(2)).kind, feeGlance(laid(2)).kind]).toEqual(['within', 'vnd']);
});

test('no amount is free but one that says so', () => {
  expect(fee()).toEqual({ kind: 'unverified' });
  expect(fee({ kind: 'unverified' })).toEqual({ kind: 'unverified' });
  expect(fee({ kind: 'free' })).toEqual({ kind: 'free' });
  expect(fee({ kind: 'free' }, { kind: 'unverified' })).toEqual({ kind: 'asText' });
  expect(fee({ kind: 'byProvince' })).toEqual({ kind: 'byProvince' });
});

test('a way without a row of fees is not free because another is', () => {
  const ways = (...amounts: readonly (FeeAmount | null)[]) => {
    const { methods, ...rest } = record(amounts.map(() => within(1)));
    const fees = amounts.map((amount) => (amount ? [{ type: 'fee' as const, amount }] : []));
    return feeGlance({
      ...rest,
      methods: methods.map((method, at) => Object.assign({}, method, { fees: fees[at] ?? [] })),
    });
  };
  expect(ways({ kind: 'free' }, null)).toEqual({ kind: 'asText' });
  expect(ways(vnd(8_000), null)).toEqual({ kind: 'asText' });
  expect(ways({ kind: 'byProvince' }, null)).toEqual({ kind: 'asText' });
  expect(ways(null, null)).toEqual({ kind: 'unverified' });
  expect(ways({ kind: 'free' }, { kind: 'free' })).toEqual({ kind: 'free' });
});

test('no amount of low confidence is shown, only who sets it', () => {
  const unsure = (...amounts: FeeAmount[]) =>
    feeGlance({ ...record([within(1)], amounts), confidence: { fee: 'low', term: 'high' } });
  expect(unsure({ kind: 'free' })).toEqual({ kind: 'unverified' });
  expect(unsure(vnd(8_000), { kind: 'asText' })).toEqual({ kind: 'unverified' });
  expect(unsure({ kind: 'byProvince' })).toEqual({ kind: 'byProvince' });
});

test('amounts are a range only where all of them are amounts', () => {
  expect(fee(vnd(20_000), vnd(8_000))).toEqual({ kind: 'vnd', least: 8_000, most: 20_000 });
  expect(fee(vnd(8_000), { kind: 'asText' })).toEqual({ kind: 'asText' });
  expect(fee(vnd(8_000), { kind: 'fixed', amount: 5, currency: 'USD' })).toEqual({ kind: 'asText' });
});

test('papers are counted over the cases that have any', () => {
  const cases = [
    { name: 'a', documents: [{}, {}] },
    { name: 'Lưu ý', documents: [] },
    { name: 'b', documents: [{}] },
  ];
  expect(papersGlance({ cases } as unknown as ProcedureRecord)).toEqual({ papers: 3, cases: 2 });
});

describe('what the province has set', () => {
  const by = (number: string) => ({ number, issuer: 'HĐND tỉnh', name: 'Mức thu lệ phí' });
  const overlay = (more: Partial<Overlay>): Overlay => ({
    procedure: '1.001193',
    validFrom: '2026-01-01',
    source: by('01/NQ-HĐND'),
    confidence: 'high',
    ...more,
  });
  const perCopy = { vi: 'mỗi bản', en: 'a copy' };

  test('the last in force counts, for fee and term apart', () => {
    expect(provinceSets([])).toEqual({ fee: null, term: null, byChannel: [], exemptions: [] });
    const sets = provinceSets([
      overlay({ term: within(2) }),
      overlay({ fee: { amount: vnd(5_000) } }),
      overlay({ fee: { amount: vnd(6_000), note: perCopy }, source: by('02/NQ-HĐND') }),
    ]);
    expect(sets.fee).toEqual({ amount: vnd(6_000), note: perCopy, source: by('02/NQ-HĐND'), onlineOnly: false });
    expect(sets.term).toEqual({ term: within(2), source: by('01/NQ-HĐND'), onlineOnly: false });
    expect(sets.byChannel).toEqual([]);
  });
  test('what counts for phones alone is said so, and what counts elsewhere is no fact of theirs', () => {
    const online = overlay({ channels: ['online'], fee: { amount: { kind: 'free' } } });
    const direct = overlay({ channels: ['direct', 'postal'], fee: { amount: vnd(9_000) }, source: by('03/NQ-HĐND') });
    const sets = provinceSets([online, direct]);
    expect(sets.fee).toMatchObject({ amount: { kind: 'free' }, onlineOnly: true });
    expect(sets.byChannel).toMatchObject([
      { channels: ['direct', 'postal'], fee: { amount: vnd(9_000) }, source: by('03/NQ-HĐND') },
    ]);
    expect(provinceSets([direct]).fee).toBeNull();
  });
  test('whom a resolution exempts is told with the resolution', () => {
    const who = [{ vi: 'Hộ nghèo', en: 'Poor households' }];
    expect(provinceSets([overlay({ exemptions: who })])).toEqual({
      fee: null,
      term: null,
      byChannel: [],
      exemptions: [{ who, source: by('01/NQ-HĐND') }],
    });
  });
});
