import type { Dossier, DossierEvent, FileRef, Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { StoredDraft } from './drafts.ts';
import type { Change, Outcome, SharedDraft } from './messages.ts';

/** An outcome as the server keeps it: with the digest of the command it answered. */
export type StoredOutcome = { readonly digest: Sha256; readonly outcome: Outcome };

/** What this server is to an account: the epoch, and up to when (server time) everything it stored is in a backup. */
export type ServerState = { readonly epoch: Uuid; readonly backedUpTo: number | null };

export type LockedDevice = { readonly lastSeq: number; readonly answeredAt: number | null };

/** The server's rows that sync reads and writes, inside one transaction. */
export interface LedgerTx {
  /**
   * Locks the device's row until the transaction ends, creating it at 0, and notes that the device is answered at `now`
   * (server time). Answers its last seq and when it was answered last before; null: never.
   */
  lockDevice(account: string, device: Uuid, now: number): Promise<LockedDevice>;
  setLastSeq(account: string, device: Uuid, seq: number): Promise<void>;
  findOutcome(account: string, device: Uuid, seq: number): Promise<StoredOutcome | null>;
  saveOutcome(account: string, device: Uuid, stored: StoredOutcome): Promise<void>;
  /** True when any device has used this command id before. */
  commandIdUsed(id: Uuid): Promise<boolean>;
  /** Locks the dossier's row. A dossier of another account is as good as none, but its id is taken. */
  lockDossier(id: Uuid): Promise<{ readonly owner: string; readonly dossier: Dossier } | null>;
  /** Appends events, keeps the dossier's columns true and numbers a change per event for the owner, under the account's lock. */
  append(owner: string, dossier: Dossier, events: readonly DossierEvent[]): Promise<void>;
  /** Notes that a dossier waits for these files of its owner. */
  expectFiles(owner: string, dossier: Uuid, files: readonly FileRef[]): Promise<void>;
  /** A dossier waits for these papers no more. Bytes that come all the same are kept, and are nobody's paper. */
  forgetFiles(dossier: Uuid, hashes: readonly Sha256[]): Promise<void>;
  /** Files of this dossier not yet stored and verified. */
  missingFilesOf(owner: string, dossier: Uuid): Promise<readonly Sha256[]>;
  /** Files of the account's open dossiers not yet stored and verified. */
  missingFiles(account: string): Promise<readonly Sha256[]>;
  changesAfter(account: string, cursor: number, limit: number): Promise<readonly Change[]>;
  serverState(account: string): Promise<ServerState>;
  /** Opens a new epoch, of one account or (null) of all: the server's past is not what phones were told. Answers it. */
  openEpoch(account: string | null): Promise<Uuid>;
  findDraft(account: string, id: Uuid): Promise<StoredDraft | null>;
  /** Writes a draft and numbers it for the account's phones, under the account's lock. */
  saveDraft(account: string, draft: StoredDraft): Promise<void>;
  /** Drafts written after the number `cursor`, in order. */
  draftsAfter(
    account: string,
    cursor: number,
    limit: number,
  ): Promise<readonly (SharedDraft & { readonly n: number })[]>;
  reportPayment(dossier: Uuid, fee: Uuid, at: number): Promise<void>;
  rate(dossier: Uuid, rating: number, words: string, at: number): Promise<void>;
  /** Runs a part of the transaction that is undone by itself when it throws; answers what it threw. */
  attempt<T>(part: () => Promise<T>): Promise<Attempt<T>>;
  /** The next dossier code of a unit on the day of `now`: "H38.16-261109-0042". */
  nextCode(unit: string, now: number): Promise<string>;
}

export type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** The server's database as sync sees it: `work` commits as a whole or not at all. */
export interface Ledger {
  transaction<T>(work: (tx: LedgerTx) => Promise<T>): Promise<T>;
}
