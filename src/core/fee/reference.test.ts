import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findReference, paymentReference } from './reference.ts';

const nonce = fc.stringMatching(/^[A-Z]{4}$/);
const code = fc.stringMatching(/^H[0-9]{2}(\.[0-9]{2}){1,3}-[0-9]{6}-[0-9]{4,6}$/);

describe('a payment reference', () => {
  test('is the code without separators and four letters', () => {
    expect(paymentReference('H38.16-261109-0042', 'LPHS')).toBe('H38162611090042LPHS');
  });

  test('fits a transfer and a fee request', () => {
    fc.assert(
      fc.property(code, nonce, (dossier, letters) => {
        expect(paymentReference(dossier, letters)).toMatch(/^[A-Z0-9]{8,25}$/);
      }),
    );
  });

  test.each([
    ['H38.16-261109-0042', 'lphs'],
    ['H38.16-261109-0042', 'LPH1'],
    ['38.16', 'LPHS'],
    ['H38.16.17.18.19.20-261109-0042', 'LPHS'],
  ])('of %s and %s is a bug', (dossier, letters) => {
    expect(() => paymentReference(dossier, letters)).toThrow();
  });
});

describe('in a bank’s memo', () => {
  test.each([
    ['H38162611090042LPHS'],
    ['h38162611090042lphs'],
    ['MBVCB.7712345678.H38162611090042LPHS.CT tu 0123456789 GIANG A PAO'],
    ['IBFT H38.16-261109-0042 LPHS FT26325'],
    ['CK H3816261109 0042LP HS nop le phi'],
    ['Chuyển tiền: h38162611090042lphs-211126-10:05:22'],
    ['99H38162611090042LPHSH'],
  ])('%s', (memo) => {
    expect(findReference(memo)).toContain('H38162611090042LPHS');
  });

  test('every candidate is given once', () => {
    expect(findReference('H38162611090042LPHS H38162611090043ABCD H38162611090042LPHS')).toEqual([
      'H38162611090042LPHS',
      'H38162611090043ABCD',
    ]);
  });

  test.each(['', 'nop le phi', 'H38 LPHS', 'H38162611090042'])('nothing in "%s"', (memo) => {
    expect(findReference(memo)).toEqual([]);
  });

  test('is found whatever stands around it', () => {
    fc.assert(
      fc.property(code, nonce, fc.string(), fc.string(), (dossier, letters, before, after) => {
        const reference = paymentReference(dossier, letters);
        expect(findReference(`${before} ${reference.toLowerCase()} ${after}`)).toContain(reference);
      }),
    );
  });
});
