import { storable } from '#server/commands/storable.ts';
import type { SqlLedger } from '#server/commands/sql-ledger.ts';
import type { Content } from '#server/content.ts';
import { takeTransfer, type Taken } from './take.ts';
import type { BankTransfer } from './transfer.ts';

export type TakingOptions = {
  /** The bank's name in the ledger. */
  readonly provider: string;
  readonly ledger: SqlLedger;
  readonly content: Pick<Content, 'ground'>;
  readonly now: () => number;
};

/** Takes a bank's transfers, each in a transaction of its own, whether a webhook or a statement brings them. */
export function takingTransfers({ provider, ledger, content, now }: TakingOptions) {
  return async (transfer: BankTransfer): Promise<Taken> => {
    const at = now();
    const ground = (procedure: string, version: number, unit: string) => content.ground(procedure, version, unit, at);
    return await ledger.transaction(async (tx) => {
      const taken = await takeTransfer(storable(transfer), { sql: tx.sql, tx, provider, now: at, ground });
      // Money that waits is a matter for the desk at once, as a payment is.
      if (taken.kind === 'suspended' && taken.dossier !== null) await tx.nudge(taken.dossier);
      return taken;
    });
  };
}
