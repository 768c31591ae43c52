import type { Dexie, Table } from 'dexie';
import type { FileRef, Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { OutboxEntry } from '#core/ports.ts';
import type { PhotoBudget } from '#core/sync/state.ts';
import type { Intent } from '#core/sync/messages.ts';
import type { Sealed } from './seal.ts';

/**
 * What lies on the disk. Readable there are only primary keys, revisions, counters, the device's id, the
 * sizes, media types and hashes of files, and which record names which file; all else is sealed. The hashes are
 * readable so that a transaction can tell whether a file is still needed: it cannot wait for WebCrypto.
 */
export type DraftRow = Sealed & {
  readonly id: Uuid;
  readonly rev: number;
  readonly files: readonly Sha256[];
  /** When it was saved, so that one that does not open can be named; absent from before. */
  readonly savedAt?: number;
};
export type FileRow = Sealed & { readonly hash: Sha256 };
type ProgressRow = FileRef & { readonly sent: number };
export type OutboxRow = Sealed & {
  readonly seq: number;
  readonly id: Uuid;
  readonly files: readonly Sha256[];
  /** When it was made and for which dossier, so that one that does not open can be named; absent from before. */
  readonly madeAt?: number;
  readonly dossier?: Uuid;
};
/** What an outbox row holds sealed: an entry as screens know it, or an empty command that fills a gap. */
export type StoredEntry = Omit<OutboxEntry, 'command'> & {
  readonly command: Omit<OutboxEntry['command'], 'intent'> & { readonly intent: Intent };
};
/** `waiting`: files the server may still ask this phone for, in case a backup comes back too. */
export type DossierRow = Sealed & {
  readonly id: Uuid;
  readonly waiting: readonly Sha256[];
  /** When they had all arrived (server time); null while any is awaited, absent from before it mattered. */
  readonly arrivedAt?: number | null;
  /** The server's epoch in which it was last told; absent from before servers had any. Nil: in an older protocol's words. */
  readonly epoch?: Uuid | null;
};
/** An acknowledged command, kept until a backup of the server holds it too. `at` is server time. */
export type KeptRow = Sealed & {
  readonly seq: number;
  readonly at: number;
  readonly files: readonly Sha256[];
  /** Whose papers the files are; absent from before it mattered. */
  readonly dossier?: Uuid;
};
export type ReceiptRow = Sealed & { readonly id: Uuid; readonly dossier: Uuid };
/** How a draft stands to the server's (see core/sync/drafts.ts); `theirs` is sealed. */
export type StandingRow = {
  readonly id: Uuid;
  readonly base: number;
  readonly pushedRev: number;
  readonly deleted: boolean;
  readonly theirs: Sealed | null;
  readonly theirsRev: number;
  /** The pages their version names, also of one that will be told again; absent from before it mattered. */
  readonly files?: readonly Sha256[];
  /** It has become a submission on this phone: what others write of it has nothing to be taken over by. */
  readonly sent?: boolean;
};
/** What a standing says of another phone's version. */
export type Theirs = Required<Pick<StandingRow, 'theirs' | 'theirsRev' | 'files'>>;
export const NO_THEIRS: Theirs = { theirs: null, theirsRev: 0, files: [] };
export type LogRow = Sealed & { readonly n: number };
/**
 * A record that does not open, with what could be read beside it. `row` is the whole of it as it lay. `id` is table,
 * key and sealing, so that putting it aside twice is putting it aside once. `files`: what it may still need.
 */
export type AsideRow = {
  readonly id: string;
  readonly table: AsideTable;
  readonly key: string | number;
  readonly row: unknown;
  readonly at: number;
  readonly command?: Uuid;
  readonly dossier: Uuid | null;
  readonly savedAt: number | null;
  readonly files: readonly Sha256[];
  /** What the server said of a command; absent while it has not. */
  readonly outcome?: 'sent' | 'refused' | 'notSent';
  readonly seen?: boolean;
  /** The draft was gone on with, and has ended since: nobody goes on with this record of it. */
  readonly ended?: boolean;
};
export type AsideTable = 'drafts' | 'outbox' | 'files' | 'dossiers' | 'kept' | 'receipts' | 'standings' | 'wallet';

/**
 * One row. `seq`: last number given to a command. `recordings` rises with every answer recorded. What is optional
 * was not there in the first release.
 */
export type StateRow = {
  readonly id: 'state';
  readonly device: Uuid;
  readonly seq: number;
  readonly cursor: number;
  readonly recordings: number;
  readonly contact: Sealed | null;
  readonly draftCursor?: number;
  readonly epoch?: Uuid | null;
  /** The highest seq the server has given an outcome. */
  readonly acked?: number;
  /** Server time of the last answer recorded. */
  readonly answeredAt?: number;
  /** The protocol in whose words the dossiers here were told; absent from before it was noted. */
  readonly told?: number;
  /** Since the epoch began all changes have been heard: what is older is not on the server. */
  readonly replayed?: boolean;
  /** The files the server lacked by its last answer. */
  readonly missing?: readonly Sha256[];
  /** Drafts, or dossiers, did not open here: the server tells them once more from the start. */
  readonly retellDrafts?: boolean;
  readonly retellDossiers?: boolean;
  readonly first?: Uuid | null;
  readonly photos?: PhotoBudget;
};
/** Lists a person keeps: beside the state in its table, so that phones with an older store need no new one. */
export type ShelfName = 'searches' | 'favourites' | 'looks';
type ShelfRow = Sealed & { readonly id: ShelfName };
/** A paper the person keeps for reuse. It names its pages, so that they stay whatever becomes of the dossiers. */
export type WalletRow = Sealed & {
  readonly id: Uuid;
  readonly rev: number;
  readonly files: readonly Sha256[];
  readonly savedAt: number;
};
type KeyRow = { readonly id: 'account'; readonly key: CryptoKey };

export type AccountDb = Dexie & {
  readonly keys: Table<KeyRow, string>;
  readonly state: Table<StateRow, string>;
  readonly drafts: Table<DraftRow, Uuid>;
  readonly files: Table<FileRow, Sha256>;
  readonly progress: Table<ProgressRow, Sha256>;
  readonly outbox: Table<OutboxRow, number>;
  readonly dossiers: Table<DossierRow, Uuid>;
  readonly log: Table<LogRow, number>;
  readonly kept: Table<KeptRow, number>;
  readonly receipts: Table<ReceiptRow, Uuid>;
  readonly standings: Table<StandingRow, Uuid>;
  readonly aside: Table<AsideRow, string>;
  readonly wallet: Table<WalletRow, Uuid>;
};

/** What each version of the database added, the first release's first. A released line is never edited. */
export const ACCOUNT_TABLES = [
  {
    keys: 'id',
    state: 'id',
    drafts: 'id, *files',
    files: 'hash',
    progress: 'hash',
    outbox: 'seq, &id, *files',
    dossiers: 'id, *waiting',
    log: 'n',
  },
  { kept: 'seq, at, *files', receipts: 'id, dossier', standings: 'id' },
  { aside: 'id, command, *files' },
  { wallet: 'id, *files' },
  { standings: 'id, *files' },
] as const;

/** The tables a transaction has to hold that may let go of a file's bytes. */
export function fileTables(db: AccountDb): Table[] {
  return [db.drafts, db.files, db.progress, db.outbox, db.dossiers, db.kept, db.aside, db.wallet, db.standings];
}

/** The rows of the lists a person keeps. */
export function shelvesOf(db: AccountDb): Table<ShelfRow, ShelfName> {
  return db.table<ShelfRow, ShelfName>('state');
}

/** Deletes the bytes of these files that no draft, here or of another phone, outbox entry, waiting dossier or kept paper names. */
export async function dropUnneeded(db: AccountDb, hashes: readonly Sha256[]): Promise<void> {
  for (const hash of await unneeded(db, hashes)) {
    await db.files.delete(hash);
    await db.progress.delete(hash);
  }
}

/** Lets go of the bytes the server has, where nothing here names them; that they were sent stays on record. */
export async function releaseArrived(db: AccountDb, hashes: readonly Sha256[]): Promise<void> {
  const rows = await db.progress.bulkGet(await unneeded(db, hashes));
  for (const row of rows.filter((each) => each !== undefined)) {
    await db.files.delete(row.hash);
    await db.progress.update(row.hash, { sent: row.size });
  }
}

async function unneeded(db: AccountDb, hashes: readonly Sha256[]): Promise<Sha256[]> {
  const free: Sha256[] = [];
  for (const hash of hashes) {
    const named =
      (await db.drafts.where('files').equals(hash).count()) +
      (await db.outbox.where('files').equals(hash).count()) +
      (await db.dossiers.where('waiting').equals(hash).count()) +
      (await db.kept.where('files').equals(hash).count()) +
      (await db.aside.where('files').equals(hash).count()) +
      (await db.standings.where('files').equals(hash).count()) +
      (await db.wallet.where('files').equals(hash).count());
    if (named === 0) free.push(hash);
  }
  return free;
}
