import { must } from '#core/assert.ts';
import type { Payee, Uuid } from '#core/dossier/dossier.ts';
import type { Sql } from '#server/db/database.ts';
import type { FeeOnRecord, SuspenseReason } from './match.ts';
import type { BankTransfer } from './transfer.ts';

/** What was already on record about a transfer: nothing, the same, or something else under its number. */
export type Recorded = 'new' | 'same' | 'other';

/** What came of a transfer: the fee it pays, or why it waits and the fee it was probably meant for. */
export type Verdict = { readonly fee: Uuid | null; readonly why: SuspenseReason | null };

/**
 * Writes a transfer into the ledger unless its number is there; no row is rewritten afterwards. Of two reports
 * of one transfer that come at once, the second waits here for the first to commit, and then finds it.
 */
export async function recordTransfer(
  sql: Sql,
  provider: string,
  transfer: BankTransfer,
  verdict: Verdict,
  now: number,
): Promise<Recorded> {
  const { id, amount, currency, account, memo } = transfer;
  const paidAt = new Date(transfer.paidAt);
  const { rowCount } = await sql.query(
    `INSERT INTO bank_transaction
       (provider, id, received_at, amount, currency, account_no, memo, paid_at, matched_fee, why_suspended)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (provider, id) DO NOTHING`,
    [provider, id, new Date(now), amount, currency, account, memo, paidAt, verdict.fee, verdict.why],
  );
  if (rowCount === 1) return 'new';
  const { rows } = await sql.query(
    `SELECT 1 FROM bank_transaction
      WHERE provider = $1 AND id = $2 AND amount = $3 AND currency = $4 AND account_no = $5 AND memo = $6
        AND paid_at = $7`,
    [provider, id, amount, currency, account, memo, paidAt],
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

/** Notes when a fee was paid, as the bank says. */
export async function markPaid(sql: Sql, fee: Uuid, paidAt: number): Promise<void> {
  await sql.query(`UPDATE fee SET paid_at = $2 WHERE id = $1`, [fee, new Date(paidAt)]);
}

/**
 * The next receipt number of a year, "BL-2026-000412". Numbers leave no holes, a rolled back one is drawn again; except
 * that a restore skips those that may have been given out after the backup.
 */
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
