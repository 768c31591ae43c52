import { must } from '#core/assert.ts';
import type { Payee, Uuid } from '#core/dossier/dossier.ts';
import type { Sql } from '#server/db/database.ts';
import type { FeeOnRecord, SuspenseReason } from './match.ts';
import type { BankTransfer } from './transfer.ts';

/** What was already on record about a transfer: nothing, the same, or something else under its number. */
export type Recorded = 'new' | 'same' | 'other';

/**
 * Writes a transfer into the ledger unless its number is there. Two reports of one transfer that come at once:
 * the second waits here for the first to commit, and then finds it.
 */
export async function recordTransfer(
  sql: Sql,
  provider: string,
  transfer: BankTransfer,
  now: number,
): Promise<Recorded> {
  const { id, amount, currency, account, memo, paidAt } = transfer;
  const { rowCount } = await sql.query(
    `INSERT INTO bank_transaction (provider, id, received_at, amount, currency, account_no, memo, paid_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (provider, id) DO NOTHING`,
    [provider, id, new Date(now), amount, currency, account, memo, new Date(paidAt)],
  );
  if (rowCount === 1) return 'new';
  const { rows } = await sql.query(
    `SELECT FROM bank_transaction
      WHERE provider = $1 AND id = $2 AND amount = $3 AND currency = $4 AND account_no = $5 AND memo = $6
        AND paid_at = $7`,
    [provider, id, amount, currency, account, memo, new Date(paidAt)],
  );
  return rows.length === 1 ? 'same' : 'other';
}

/** The fees with these references, in the order given. */
export async function feesByReference(sql: Sql, references: readonly string[]): Promise<FeeOnRecord[]> {
  if (references.length === 0) return [];
  const { rows } = await sql.query<FeeRow>(
    `SELECT id, dossier, reference, amount, payee, expires_at, paid_at FROM fee
      WHERE reference = ANY($1::text[]) ORDER BY array_position($1::text[], reference)`,
    [references],
  );
  return rows.map(feeOnRecord);
}

/** The same fee, read again under the lock of its dossier. */
export async function getFee(sql: Sql, id: Uuid): Promise<FeeOnRecord> {
  const { rows } = await sql.query<FeeRow>(
    `SELECT id, dossier, reference, amount, payee, expires_at, paid_at FROM fee WHERE id = $1 FOR UPDATE`,
    [id],
  );
  return feeOnRecord(must(rows[0], 'fee'));
}

/** Ties a transfer to the fee it paid. */
export async function settleFee(
  sql: Sql,
  provider: string,
  transfer: BankTransfer,
  fee: Uuid,
  now: number,
): Promise<void> {
  await sql.query(`UPDATE fee SET paid_at = $2 WHERE id = $1`, [fee, new Date(transfer.paidAt)]);
  await sql.query(`UPDATE bank_transaction SET matched_fee = $3, resolved_at = $4 WHERE provider = $1 AND id = $2`, [
    provider,
    transfer.id,
    fee,
    new Date(now),
  ]);
}

/** Leaves a transfer for a person, with the fee it was probably meant for. */
export async function suspend(
  sql: Sql,
  provider: string,
  id: string,
  why: SuspenseReason,
  fee: Uuid | null,
): Promise<void> {
  await sql.query(
    `UPDATE bank_transaction SET why_suspended = $3, matched_fee = $4 WHERE provider = $1 AND id = $2`,
    [provider, id, why, fee],
  );
}

/** The next receipt number of a year, "BL-2026-000412". Numbers leave no holes: a rolled back one is drawn again. */
export async function nextReceiptNo(sql: Sql, year: number): Promise<string> {
  const { rows } = await sql.query<{ last: number }>(
    `INSERT INTO receipt_counter (year, last) VALUES ($1, 1)
     ON CONFLICT (year) DO UPDATE SET last = receipt_counter.last + 1 RETURNING last`,
    [year],
  );
  return `BL-${year}-${String(must(rows[0], 'receipt counter').last).padStart(6, '0')}`;
}

type FeeRow = {
  readonly id: string;
  readonly dossier: string;
  readonly reference: string;
  readonly amount: number;
  readonly payee: Payee;
  readonly expires_at: Date;
  readonly paid_at: Date | null;
};

function feeOnRecord({ id, dossier, reference, amount, payee, expires_at, paid_at }: FeeRow): FeeOnRecord {
  return {
    id,
    dossier,
    reference,
    amount,
    account: payee.account,
    expiresAt: expires_at.getTime(),
    paid: paid_at !== null,
  };
}
