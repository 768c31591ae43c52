import { unreachable } from '#core/assert.ts';
import type { Answers } from '#core/form/form.ts';
import { findAnswer } from '#core/form/visible.ts';
import { Vnd, type Fee } from '#core/procedure/procedure.ts';

/** Whole đồng. `count` is present when the amount is a price multiplied by something that was asked. */
export type FeeAmount = { kind: 'owed'; amount: Vnd; count?: number } | { kind: 'nothing' } | { kind: 'unknown' };

/**
 * What is owed with these (visible) answers. `unknown` covers everything nobody may show as a number:
 * amounts the province has not set, unverified ones, a listed 0 without words that say "free", and a
 * price per copy while the number of copies is not answered.
 */
export function feeAmount(fee: Fee, answers: Answers): FeeAmount {
  switch (fee.kind) {
    case 'free':
      return { kind: 'nothing' };
    case 'byProvince':
    case 'unverified':
      return { kind: 'unknown' };
    case 'fixed': {
      if (fee.amount === 0) return { kind: 'unknown' };
      if (!fee.per) return { kind: 'owed', amount: fee.amount };
      const count = findAnswer(answers, fee.per.field);
      if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) return { kind: 'unknown' };
      if (count === 0) return { kind: 'nothing' };
      const amount = Vnd.safeParse(fee.amount * count);
      return amount.success ? { kind: 'owed', amount: amount.data, count } : { kind: 'unknown' };
    }
    default:
      return unreachable(fee);
  }
}
