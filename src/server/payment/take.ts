import { assert, must } from '#core/assert.ts';
import { dayOf } from '#core/calendar/day.ts';
import { decidePayment, type Ground } from '#core/dossier/decide.ts';
import type { Dossier, Uuid } from '#core/dossier/dossier.ts';
import { findReference } from '#core/fee/reference.ts';
import type { LedgerTx } from '#core/sync/ledger.ts';
import { enact } from '#core/sync/serve.ts';
import type { Sql } from '#server/db/database.ts';
import { feesByReference, getFee, markPaid, nextReceiptNo, recordTransfer } from './ledger.ts';
import { matchTransfer, type FeeOnRecord, type Match, type SuspenseReason } from './match.ts';
import type { BankTransfer } from './transfer.ts';

/**
 * What a report of the bank led to. `suspended`: it waits for a person, of the dossier it was probably meant for.
 * `duplicate`: it was known, and nothing happened again. `conflict`: its number is known with another content.
 */
export type Taken =
  | { readonly kind: 'paid'; readonly dossier: Uuid; readonly unit: string; readonly refund: boolean }
  | { readonly kind: 'suspended'; readonly why: SuspenseReason; readonly dossier: Uuid | null }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'conflict' };

/** The transaction in which a transfer is taken, as SQL and as the dossiers' ledger over the same session. */
export type TakeContext = {
  readonly sql: Sql;
  readonly tx: LedgerTx;
  readonly provider: string;
  readonly now: number;
  readonly ground: (procedure: string, version: number, unit: string) => Ground;
};

/**
 * Takes one transfer: into the ledger, and onto the dossier whose fee it pays. Money that agrees with its fee is
 * recorded whatever has become of the dossier, with a refund opened beside it when none is awaited any more. Of
 * an expired request it is kept while the dossier still waits for it; otherwise it waits for a person.
 */
export async function takeTransfer(transfer: BankTransfer, context: TakeContext): Promise<Taken> {
  const { sql, tx, provider, now } = context;
  const candidates = findReference(transfer.memo);
  const named = matchTransfer(transfer, candidates, await feesByReference(sql, candidates));
  const locked = named.kind === 'fee' ? must(await tx.lockDossier(named.fee.dossier), 'the dossier of a fee') : null;
  // Another transfer may have paid the fee before the dossier was locked: what counts is what it says now.
  const match =
    named.kind === 'fee' && locked
      ? notExpired(matchTransfer(transfer, candidates, [await getFee(sql, named.fee.id)]), locked.dossier, transfer)
      : named;

  const why = match.kind === 'suspense' ? match.why : null;
  const recorded = await recordTransfer(sql, provider, transfer, { fee: match.fee?.id ?? null, why }, now);
  if (recorded !== 'new') return { kind: recorded === 'same' ? 'duplicate' : 'conflict' };
  if (match.kind === 'suspense') return { kind: 'suspended', why: match.why, dossier: match.fee?.dossier ?? null };
  return await pay(match.fee, must(locked, 'the dossier of a fee'), transfer, context);
}

function notExpired(match: Match, dossier: Dossier, transfer: BankTransfer): Match {
  if (match.kind === 'suspense' || transfer.paidAt <= match.fee.expiresAt) return match;
  const awaited = dossier.status === 'paymentRequested' && dossier.fee?.id === match.fee.id;
  return awaited ? match : { kind: 'suspense', why: 'expired', fee: match.fee };
}

async function pay(
  fee: FeeOnRecord,
  { owner, dossier }: { readonly owner: string; readonly dossier: Dossier },
  transfer: BankTransfer,
  { sql, tx, now, ground }: TakeContext,
): Promise<Taken> {
  const payment = {
    fee: fee.id,
    amount: transfer.amount,
    receiptNo: await nextReceiptNo(sql, Number(dayOf(now).slice(0, 4))),
    paidAt: transfer.paidAt,
  };
  const { procedure, version, unit } = dossier;
  const decision = decidePayment(dossier, payment, ground(procedure, version, unit));
  assert(decision.ok, 'a dossier with a fee takes a payment');
  await enact(tx, owner, dossier.id, dossier, decision.happened, now, { role: 'system', name: '' });
  await markPaid(sql, fee.id, transfer.paidAt);
  return { kind: 'paid', dossier: dossier.id, unit, refund: decision.happened.length > 1 };
}
