import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findReference, paymentReference } from '#core/fee/reference.ts';
import { matchTransfer, type FeeOnRecord } from './match.ts';
import type { BankTransfer } from './transfer.ts';

const ACCOUNT = '113800004512';

function fee(reference: string, changes: Partial<FeeOnRecord> = {}): FeeOnRecord {
  return {
    id: '7d444840-9dc0-11d1-b245-5ffdce74fad2',
    dossier: '1b4e28ba-2fa1-41d2-883f-0016d3cca427',
    reference,
    amount: 16_000,
    account: ACCOUNT,
    expiresAt: 0,
    paid: false,
    ...changes,
  };
}

function transfer(memo: string, changes: Partial<BankTransfer> = {}): BankTransfer {
  return { id: 'FT1', amount: 16_000, currency: 'VND', account: ACCOUNT, memo, paidAt: 1, ...changes };
}

/** As the webhook does it: look up what the memo could name. */
function match(memo: string, ledger: readonly FeeOnRecord[], changes: Partial<BankTransfer> = {}) {
  const candidates = findReference(memo);
  const named = candidates.flatMap((text) => ledger.filter(({ reference }) => reference === text));
  return matchTransfer(transfer(memo, changes), candidates, named);
}

const digits = (length: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((all) => all.join(''));
const letters = fc
  .array(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), { minLength: 4, maxLength: 4 })
  .map((all) => all.join(''));
const reference = fc
  .tuple(digits(2), digits(2), digits(6), digits(4), letters)
  .map(([province, unit, day, number, nonce]) => paymentReference(`H${province}.${unit}-${day}-${number}`, nonce));
/** What banks and payers put around a reference: words, their own numbers, marks, line breaks. */
const noise = fc.stringMatching(/^[ -~\nàđêôư]{0,30}$/);

/** Breaks a reference apart and changes its case, as banks do. */
const printed = (text: string) =>
  fc
    .array(fc.tuple(fc.boolean(), fc.constantFrom('', '', '', ' ', '\n', '-', '.')), {
      minLength: text.length,
      maxLength: text.length,
    })
    .map((changes) =>
      changes.map(([lower, after], at) => (lower ? text.charAt(at).toLowerCase() : text.charAt(at)) + after).join(''),
    );

describe('matching a memo', () => {
  test('finds the reference whatever the bank wrote around and into it', () => {
    const memos = reference.chain((text) =>
      fc.record({ text: fc.constant(text), before: noise, middle: printed(text), after: noise }),
    );
    fc.assert(
      fc.property(memos, ({ text, before, middle, after }) => {
        const found = match(before + middle + after, [fee(text)]);
        expect(found).toMatchObject({ kind: 'fee', fee: { reference: text } });
      }),
    );
  });

  test('never pays a fee that the memo does not name', () => {
    fc.assert(
      fc.property(reference, reference, noise, (paid, owed, before) => {
        fc.pre(paid !== owed);
        expect(match(`${before} ${paid}`, [fee(owed)])).toEqual({
          kind: 'suspense',
          why: 'unknownReference',
          fee: null,
        });
      }),
    );
  });

  test('never pays another amount, account or currency', () => {
    const changes = fc.oneof(
      fc.record({ amount: fc.integer({ min: 1, max: 1_000_000_000 }).filter((amount) => amount !== 16_000) }),
      fc.record({ account: digits(12).filter((account) => account !== ACCOUNT) }),
      fc.record({ currency: fc.constantFrom('USD', 'LAK', 'EUR') }),
    );
    fc.assert(
      fc.property(reference, changes, (text, change) => {
        const [why] = Object.keys(change);
        expect(match(text, [fee(text)], change)).toMatchObject({ kind: 'suspense', why, fee: { reference: text } });
      }),
    );
  });

  test('money without any reference, or a second payment of one fee, waits for a person', () => {
    expect(match('nop phi cho con', [fee('H38162611090042LPHS')])).toEqual({
      kind: 'suspense',
      why: 'noReference',
      fee: null,
    });
    const paid = fee('H38162611090042LPHS', { paid: true });
    expect(match('H38162611090042LPHS', [paid])).toEqual({ kind: 'suspense', why: 'alreadyPaid', fee: paid });
  });

  test('of several references the first that agrees is paid', () => {
    const other = fee('H38162611090042AAAA', { amount: 8_000 });
    const meant = fee('H38162611090043BBBB');
    expect(match(`${other.reference} ${meant.reference}`, [other, meant])).toEqual({ kind: 'fee', fee: meant });
  });

  test('an expired request still counts', () => {
    const late = fee('H38162611090042LPHS', { expiresAt: 0 });
    expect(match(late.reference, [late])).toEqual({ kind: 'fee', fee: late });
  });
});
