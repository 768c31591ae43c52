import { expect, test } from 'vitest';
import type { FeeRequest } from '#core/dossier/dossier.ts';
import type { Verified } from '#app/state/platform.ts';
import { FEE_REQUEST_TYPE, feeClaims } from '#protocol/fee.ts';
import { feeFault } from './feeCheck.ts';

const dossier = '00000000-0000-4000-8000-000000000001';
const fee: FeeRequest = {
  id: '00000000-0000-4000-8000-000000000002',
  amount: 16000,
  reason: 'Trích lục hộ tịch',
  reference: 'H38162611090042LPHS',
  payee: { bin: '970415', account: '113800004512', name: 'KHO BAC NHA NUOC LAO CAI', bank: 'VietinBank' },
  expiresAt: 1_800_000_000_000,
  signed: 'a.b.c',
};
const verified = (payload: unknown, type = FEE_REQUEST_TYPE): Verified => ({ ok: true, kid: 'k', type, payload });
const claims = feeClaims(dossier, fee);

test('what the province signed is genuine', () => {
  expect(feeFault(dossier, fee, verified(claims))).toBeNull();
});

test.each([
  ['the amount', { ...fee, amount: 160_000 }],
  ['the account', { ...fee, payee: { ...fee.payee, account: '999900004512' } }],
  ['the bank', { ...fee, payee: { ...fee.payee, bin: '970423' } }],
  ['the payee’s name', { ...fee, payee: { ...fee.payee, name: 'NGUYEN VAN A' } }],
  ['the reference', { ...fee, reference: 'H38162611090043LPHS' }],
  ['the expiry', { ...fee, expiresAt: fee.expiresAt + 1 }],
])('%s changed on the way is noticed', (_, shown) => {
  expect(feeFault(dossier, shown, verified(claims))).toBe('differs');
});

test('a request of another dossier is not for this one', () => {
  expect(feeFault('00000000-0000-4000-8000-000000000009', fee, verified(claims))).toBe('differs');
});

test('another signed thing does not pass for a fee request', () => {
  expect(feeFault(dossier, fee, verified(claims, 'banso-receipt+jws'))).toBe('otherKind');
});

test.each<[Verified, string]>([
  [{ ok: false, why: 'badSignature' }, 'badSignature'],
  [{ ok: false, why: 'unknownKey' }, 'unknownKey'],
  [verified('something'), 'malformed'],
])('%j is %s', (answer, fault) => {
  expect(feeFault(dossier, fee, answer)).toBe(fault);
});
