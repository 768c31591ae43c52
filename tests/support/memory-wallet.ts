import type { Draft } from '#core/dossier/draft.ts';
import type { FileRef, Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { AccountStore } from '#core/ports.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { withFile } from '#platform/store/plan.ts';
import { Failed } from './memory-failed.ts';
import type { Tx } from './memory-rows.ts';

/** What a store in memory promises of the wallet; the same as `src/platform/store/wallet.ts`. */

export function keepPaper(tx: Tx, ...[paper, page]: Parameters<AccountStore['keepPaper']>): WalletPaper {
  if (page) tx.putFile(page.file, page.bytes);
  const joins = page && !paper.files.some(({ hash }) => hash === page.file.hash);
  const kept: WalletPaper = { ...paper, rev: paper.rev + 1, files: joins ? [...paper.files, page.file] : paper.files };
  const stored = tx.rows.wallet.get(paper.id);
  if ((stored?.rev ?? 0) !== paper.rev) throw new Failed({ code: 'stale', rev: stored?.rev ?? 0 });
  const before = new Set(stored?.files.map(({ hash }) => hash));
  insistHere(
    tx,
    kept.files.map(({ hash }) => hash).filter((hash) => !before.has(hash)),
  );
  tx.set('wallet', kept.id, kept);
  tx.dropUnneeded([...before]);
  return kept;
}

export function dropPaper(tx: Tx, id: Uuid): void {
  const paper = tx.rows.wallet.get(id);
  tx.drop('wallet', id);
  tx.dropUnneeded(paper?.files.map(({ hash }) => hash) ?? []);
}

/** The draft with the pages in it, not yet written. */
export function withPages(tx: Tx, draft: Draft, document: string, files: readonly FileRef[]): Draft {
  insistHere(
    tx,
    files.map(({ hash }) => hash),
  );
  return files.reduce((before, file) => withFile(before, document, file), draft);
}

function insistHere(tx: Tx, hashes: readonly Sha256[]): void {
  if (hashes.some((hash) => !tx.rows.files.has(hash))) throw new Failed({ code: 'corrupt' });
}
