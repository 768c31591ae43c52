import type { Payee, Uuid } from '#core/dossier/dossier.ts';
import type { Sql } from '#server/db/database.ts';
import type { Answer } from '#server/db/engine.ts';
import type { SuspenseReason } from '#server/payment/match.ts';
import { UndoableMap, UndoableSet, type UndoLog } from '#tests/support/undo.ts';

export type FeeRow = {
  readonly id: Uuid;
  readonly dossier: Uuid;
  readonly reference: string;
  readonly amount: number;
  readonly payee: Payee;
  readonly expires_at: Date;
  readonly paid_at: Date | null;
};
export type TransferRow = {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly account: string;
  readonly memo: string;
  readonly paidAt: number;
  readonly fee: Uuid | null;
  readonly why: SuspenseReason | null;
};

/**
 * The rows of money and of the desk, answering the very statements of `src/server`, so that the server's own
 * functions run in the simulation. A statement it does not know is an error, never an empty answer.
 */
export class SimulatedSql implements Sql {
  readonly fees: Map<Uuid, FeeRow>;
  readonly transfers: Map<string, TransferRow>;
  readonly officerCommands: Map<Uuid, string>;
  private readonly receipts: Map<number, number>;
  private readonly results: Set<string>;

  constructor(undo: UndoLog) {
    this.fees = new UndoableMap(undo);
    this.transfers = new UndoableMap(undo);
    this.officerCommands = new UndoableMap(undo);
    this.receipts = new UndoableMap(undo);
    this.results = new UndoableSet(undo);
  }

  async query<R>(text: string, params: readonly unknown[] = []): Promise<Answer<R>> {
    const rows = this.answer(text, params) as R[];
    return { command: '', rows, rowCount: rows.length };
  }

  /** A copy to go back to. */
  snapshot(): () => void {
    const tables = [this.fees, this.transfers, this.officerCommands, this.receipts] as unknown as Map<
      unknown,
      unknown
    >[];
    const copies = tables.map((table) => [...table]);
    return () =>
      tables.forEach((table, at) => {
        table.clear();
        for (const [key, value] of copies[at] ?? []) table.set(key, value);
      });
  }

  private answer(text: string, params: readonly unknown[]): readonly unknown[] {
    if (text.includes('INSERT INTO bank_transaction')) return this.insertTransfer(params);
    if (text.includes('FROM bank_transaction')) return this.sameTransfer(params);
    if (text.includes('INSERT INTO receipt_counter')) return [this.countReceipt(params[0] as number)];
    if (text.includes('UPDATE fee SET paid_at')) {
      const [id, paid] = params as [Uuid, Date];
      const fee = this.fees.get(id);
      if (fee) this.fees.set(id, { ...fee, paid_at: paid });
      return [];
    }
    if (/FROM fee\s+WHERE reference/.test(text)) {
      const wanted = params[0] as readonly string[];
      return wanted.flatMap((reference) => [...this.fees.values()].filter((fee) => fee.reference === reference));
    }
    if (/FROM fee\s+WHERE id/.test(text)) return [this.fees.get(params[0] as Uuid)].filter((fee) => fee);
    if (text.includes('FROM officer_command')) {
      const digest = this.officerCommands.get(params[0] as Uuid);
      return digest === undefined ? [] : [{ digest }];
    }
    if (text.includes('INSERT INTO officer_command')) {
      this.officerCommands.set(params[0] as Uuid, params[3] as string);
      return [];
    }
    if (text.includes('INSERT INTO dossier_file')) {
      this.results.add(`${String(params[0])}\n${String(params[2])}`);
      return [];
    }
    if (text.includes('FROM file WHERE owner')) return RESULT_FILES;
    throw new Error(`The simulation knows no such statement: ${text}`);
  }

  private insertTransfer(params: readonly unknown[]): readonly unknown[] {
    const [, id, , amount, currency, account, memo, paidAt, fee, why] = params as InsertedTransfer;
    if (this.transfers.has(id)) return [];
    const row = { id, amount, currency, account, memo, paidAt: paidAt.getTime(), fee, why };
    this.transfers.set(id, row);
    return [row];
  }

  private sameTransfer(params: readonly unknown[]): readonly unknown[] {
    const [, id, amount, currency, account, memo, paidAt] = params;
    const row = this.transfers.get(id as string);
    const same =
      row?.amount === amount &&
      row?.currency === currency &&
      row?.account === account &&
      row?.memo === memo &&
      row?.paidAt === (paidAt as Date).getTime();
    return same ? [row] : [];
  }

  private countReceipt(year: number): { last: number } {
    const last = (this.receipts.get(year) ?? 0) + 1;
    this.receipts.set(year, last);
    return { last };
  }
}

type InsertedTransfer = [
  provider: string,
  id: string,
  receivedAt: Date,
  amount: number,
  currency: string,
  account: string,
  memo: string,
  paidAt: Date,
  fee: Uuid | null,
  why: SuspenseReason | null,
];

/** The one result an officer of the simulation hands out; it was uploaded at the desk. */
export const RESULT = { hash: 'f'.repeat(64), size: 1_000, type: 'application/pdf' } as const;
const RESULT_FILES = [RESULT];
