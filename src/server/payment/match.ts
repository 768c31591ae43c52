import type { Uuid } from '#core/dossier/dossier.ts';
import type { SuspenseRow } from '#protocol/desk.ts';
import type { BankTransfer } from './transfer.ts';

/** Why money waits for a person. */
export type SuspenseReason = SuspenseRow['why'];

/** A fee request as the ledger has it. */
export type FeeOnRecord = {
  readonly id: Uuid;
  readonly dossier: Uuid;
  readonly reference: string;
  readonly amount: number;
  /** The account it is to be paid to. */
  readonly account: string;
  readonly expiresAt: number;
  readonly paid: boolean;
};

/** The fee a transfer pays, or why it pays none and the fee it was probably meant for. */
export type Match =
  | { readonly kind: 'fee'; readonly fee: FeeOnRecord }
  | { readonly kind: 'suspense'; readonly why: SuspenseReason; readonly fee: FeeOnRecord | null };

/**
 * Whether a transfer pays one of the fees its memo names. `candidates`: what in the memo could be a reference;
 * `named`: the fees that exist among them, in the order of the memo. Account,
 * currency and amount must agree. When the memo names several, the first that agrees is the one; when none
 * does, the first named is the guess.
 *
 * An expired request still counts here: the date limits how long a phone shows its code, and money that has
 * arrived for a dossier that waits for it would only be sent back to be paid again.
 */
export function matchTransfer(
  transfer: BankTransfer,
  candidates: readonly string[],
  named: readonly FeeOnRecord[],
): Match {
  let guess: Match | null = null;
  for (const fee of named) {
    const why = findMismatch(transfer, fee);
    if (why === null) return { kind: 'fee', fee };
    guess ??= { kind: 'suspense', why, fee };
  }
  return guess ?? { kind: 'suspense', why: candidates.length === 0 ? 'noReference' : 'unknownReference', fee: null };
}

function findMismatch(transfer: BankTransfer, fee: FeeOnRecord): SuspenseReason | null {
  if (transfer.account !== fee.account) return 'account';
  if (transfer.currency !== 'VND') return 'currency';
  if (fee.paid) return 'alreadyPaid';
  return transfer.amount === fee.amount ? null : 'amount';
}
