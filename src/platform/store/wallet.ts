import type { FileRef, Sha256 } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { AccountStore } from '#core/ports.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { rowsOf, type Shelf } from './aside.ts';
import { Refused } from './failure.ts';
import { withFile } from './plan.ts';
import { sameSealing, type Sealer } from './seal.ts';
import { sealDraft } from './standings.ts';
import type { Run } from './sync-store.ts';
import { dropUnneeded, fileTables, type AccountDb, type DraftRow, type FileRow, type WalletRow } from './tables.ts';
import { readwrite } from './transaction.ts';

/** The account's store, as far as the wallet is a part of it. */
export type WalletParts = {
  readonly sealer: Sealer;
  readonly shelf: Shelf;
  readonly run: Run;
  readonly write: Run;
  readonly askToPersist: () => void;
  readonly nextRev: (draft: Draft) => Draft;
  readonly putDraft: (db: AccountDb, row: DraftRow) => Promise<void>;
  readonly putFile: (db: AccountDb, file: FileRef, body: FileRow) => Promise<void>;
};

/** The wallet's papers. Their pages are files of the store like any other: a page kept and sent lies there once. */
export function walletOf({ sealer, shelf, run, write, askToPersist, nextRev, putDraft, putFile }: WalletParts) {
  const list: AccountStore['listWallet'] = () =>
    run(async (db) => {
      const rows = await rowsOf<WalletRow>(db, 'wallet');
      const papers = await Promise.all(rows.map((row) => shelf.open<WalletPaper>(db, 'wallet', row.id, row)));
      return papers.filter((paper) => paper !== null).toSorted((a, b) => b.keptAt - a.keptAt);
    });

  const keep: AccountStore['keepPaper'] = async (paper, page) => {
    if (paper.rev === 0) askToPersist();
    const known = paper.files.some(({ hash }) => hash === page?.file.hash);
    const next = { ...paper, rev: paper.rev + 1, files: page && !known ? [...paper.files, page.file] : paper.files };
    const row: WalletRow = {
      ...(await sealer.seal('wallet', next.id, next)),
      id: next.id,
      rev: next.rev,
      files: next.files.map(({ hash }) => hash),
      savedAt: next.keptAt,
    };
    const hash = page?.file.hash;
    const body = page && hash && { ...(await sealer.sealBytes('files', hash, page.bytes)), hash };
    return write((db) =>
      readwrite(db, fileTables(db), async () => {
        if (page && body) await putFile(db, page.file, body);
        await putPaper(db, row);
        return next;
      }),
    );
  };

  const drop: AccountStore['dropPaper'] = (id) =>
    write((db) =>
      readwrite(db, fileTables(db), async () => {
        const row = await db.wallet.get(id);
        await db.wallet.delete(id);
        await dropUnneeded(db, row?.files ?? []);
      }),
    );

  const take: AccountStore['takePages'] = async (draft, document, files) => {
    const next = nextRev(files.reduce((before, file) => withFile(before, document, file), draft));
    const row = await sealDraft(sealer, next);
    return write((db) =>
      readwrite(db, fileTables(db), async () => {
        await insistHere(
          db,
          files.map(({ hash }) => hash),
        );
        await putDraft(db, row);
        return next;
      }),
    );
  };

  return { list, keep, drop, take };
}

/** Undoes the transaction unless every one of these files is on this phone. */
async function insistHere(db: AccountDb, hashes: readonly Sha256[]): Promise<void> {
  if ((await db.files.where('hash').anyOf(hashes).count()) < new Set(hashes).size)
    throw new Refused({ code: 'corrupt' });
}

/** Compare-and-set, like a draft's: nothing another tab wrote is written over. */
async function putPaper(db: AccountDb, row: WalletRow): Promise<void> {
  const stored = await db.wallet.get(row.id);
  // Written before the connection broke.
  if (stored && sameSealing(stored, row)) return;
  const rev = stored?.rev ?? 0;
  if (rev !== row.rev - 1) throw new Refused({ code: 'stale', rev });
  // A page that was named before and does not open any more keeps nobody from the rest of the paper.
  const before = new Set(stored?.files);
  await insistHere(
    db,
    row.files.filter((hash) => !before.has(hash)),
  );
  await db.wallet.put(row);
  await dropUnneeded(db, stored?.files ?? []);
}
