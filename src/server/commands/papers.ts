import { must } from '#core/assert.ts';
import type { FileRef, Uuid } from '#core/dossier/dossier.ts';
import type { LedgerTx } from '#core/sync/ledger.ts';
import { completePapers } from '#core/sync/serve.ts';

/** A ledger that also knows which bytes the server holds. */
export interface FileLedgerTx extends LedgerTx {
  /**
   * Notes that an owner's file is stored and verified; again is no harm. Taken under the owner's lock, so
   * that a command naming the file and the file's arrival cannot both miss each other. Answers the owner's
   * dossiers that wait for it.
   */
  storeFile(owner: string, file: FileRef): Promise<readonly Uuid[]>;
}

/** Notes a file that is on the disk, and completes the papers of every dossier for which it was the last. */
export async function recordFile(tx: FileLedgerTx, owner: string, file: FileRef, now: number): Promise<void> {
  for (const id of await tx.storeFile(owner, file)) {
    const { dossier } = must(await tx.lockDossier(id), `dossier ${id}`);
    await completePapers(tx, owner, dossier, now);
  }
}
