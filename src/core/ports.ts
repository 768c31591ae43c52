import type { CitizenIntent, Command, Refusal } from '#core/dossier/command.ts';
import type { Dossier, FileRef, Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Favourite } from '#core/procedure/favourite.ts';
import type { Look } from '#core/procedure/look.ts';
import type { DraftStanding } from '#core/sync/drafts.ts';
import type { PhotoBudget } from '#core/sync/state.ts';
import type {
  DraftPush,
  RequestRefusal,
  SentCommand,
  SharedDraft,
  SyncRequest,
  SyncResponse,
} from '#core/sync/messages.ts';
import type { SearchEntry } from '#core/text/search/entry.ts';
import type { Facets, SearchFilter } from '#core/text/search/filter.ts';
import type { Answer, Question } from '#core/text/search/searcher.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';

/**
 * Every effect of the product, named once. The core sees nothing else of the world; the same contract
 * suite runs on the fake and on the real adapter of each.
 */

export interface Clock {
  /** Milliseconds since the epoch, as this machine believes. */
  now(): number;
}

export interface Timers {
  /** Calls `run` once after so many milliseconds; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

export interface Ids {
  uuid(): Uuid;
}

export interface Chance {
  /** Uniform in [0, 1). */
  next(): number;
}

export interface Hasher {
  sha256(bytes: Uint8Array): Promise<Sha256>;
}

/** Why the phone could not keep something. The person is told in these terms, and nothing claims to be saved. */
export type StoreFailure =
  /** The phone, or this origin's share of it, is full. */
  | { readonly code: 'full' }
  /** Another tab wrote a newer revision; `rev` is the stored one. */
  | { readonly code: 'stale'; readonly rev: number }
  /** The connection to the store is gone and could not be opened again. */
  | { readonly code: 'lost' }
  /** A record does not open under this account's key, or the browser has lost its bytes. */
  | { readonly code: 'corrupt' }
  /** A newer release of the app has written this store; this one would not understand what it keeps. */
  | { readonly code: 'newer' }
  /** A command heavier than any request may be; `limit` in bytes. */
  | { readonly code: 'tooLarge'; readonly limit: number };

export type Stored<T = void> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: StoreFailure };

/** One entry of the outbox. `refused` ones stay, with their reason, until the person puts them away. */
export type OutboxEntry = {
  readonly command: Command;
  /** Bytes of the command as it travels. */
  readonly bytes: number;
  readonly files: readonly FileRef[];
  readonly refusal: Refusal | null;
};

/** How far a file has got: bytes the server is known to hold. `held` is false once this phone let go of it. */
export type FileProgress = { readonly file: FileRef; readonly sent: number; readonly held: boolean };

/** One line of the sync log: what was tried and what came of it; codes and counts, never personal data. */
export type LogLine = {
  readonly at: number;
  readonly what: 'exchange' | 'upload' | 'wake';
  readonly result: string;
  readonly bytes?: number | undefined;
  readonly ms?: number | undefined;
};

/** The server's word that a command is stored. `receipt` is a compact JWS; empty from a server that gave none. */
export type KeptReceipt = {
  readonly command: Uuid;
  readonly dossier: Uuid;
  readonly type: CitizenIntent['type'];
  /** Server time. */
  readonly at: number;
  readonly receipt: string;
};

/**
 * A record that did not open on this phone and was put aside, so that everything else goes on. Its sealed bytes stay
 * as they lie until the account signs out.
 */
export type PutAside = {
  /** `version`: what another phone wrote of a draft, and this one had not taken over. `walletPaper`: one kept for reuse. */
  readonly what: 'draft' | 'command' | 'paper' | 'dossier' | 'receipt' | 'version' | 'walletPaper';
  /** The draft's, the command's, the dossier's or the kept paper's id; a page's hash. */
  readonly id: string;
  /** The dossier it belongs to, where that is known; a draft's id is the one its dossier will have. */
  readonly dossier: Uuid | null;
  /** When it was saved, by this phone's clock; null where that is not known. */
  readonly savedAt: number | null;
  readonly foundAt: number;
  /**
   * `kept`: it lies here, sealed. `asking`: the server has still to say whether a command had arrived before; then it
   * is `sent`, `refused` or `notSent`. `back`: what it was is here again, from the server or written anew.
   */
  readonly fate: 'kept' | 'asking' | 'sent' | 'refused' | 'notSent' | 'back';
  /** The person has been told. */
  readonly seen: boolean;
};

/** A dossier of which a restored server has not told yet; `isLost` once it has told of all it has. */
export type Untold = { readonly dossier: Uuid; readonly isLost: boolean };

/**
 * A file the server lacks and this phone holds, for one of the dossiers that wait for it; null where this phone has
 * heard of none that does.
 */
export type Wanted = FileRef & { readonly dossier: Uuid | null };

/** A draft on its way: what is told of it and the revision it had here. */
export type OutgoingDraft = { readonly push: DraftPush; readonly rev: number };

/** Everything the sync engine needs to know after a start. */
export type SyncStart = {
  readonly account: string;
  readonly device: Uuid;
  readonly cursor: number;
  readonly draftCursor: number;
  readonly epoch: Uuid | null;
  readonly first: Uuid | null;
  readonly photos: PhotoBudget;
  readonly unsent: readonly { readonly seq: number; readonly bytes: number }[];
  readonly lastContactAt: number | null;
};

/** What became of an answer once it is on the disk. */
export type Recorded = {
  readonly cursor: number;
  readonly draftCursor: number;
  readonly epoch: Uuid | null;
  readonly toUpload: readonly Wanted[];
  /** Commands that had been acknowledged and that the server no longer has: they wait again. */
  readonly resend: readonly { readonly seq: number; readonly bytes: number }[];
};

/** What becomes of a list; the same list where nothing does. */
export type ListChange<T> = (items: readonly T[]) => readonly T[];

/** The phone's store of one account. Writes resolve once they are on the disk (strict durability), or say why not. */
export interface AccountStore {
  readonly account: string;

  listDrafts(): Promise<Stored<readonly Draft[]>>;
  findDraft(id: Uuid): Promise<Stored<Draft | null>>;
  /** Writes the draft at `rev + 1` if the stored one still has `draft.rev` (0: none yet). Answers what was written. */
  saveDraft(draft: Draft): Promise<Stored<Draft>>;
  /** Keeps a photo or document and adds it to the draft, both in one transaction. */
  addFile(draft: Draft, document: string, file: FileRef, bytes: Uint8Array): Promise<Stored<Draft>>;
  /** Lets a draft go with every file that nothing else names. */
  dropDraft(id: Uuid): Promise<Stored>;
  findFile(hash: Sha256): Promise<Stored<Uint8Array | null>>;

  /**
   * Puts an intent into the outbox with the next seq, in one transaction with what it replaces: the
   * draft it freezes is removed, and the files that draft named are the entry's from then on.
   */
  enqueue(
    intent: CitizenIntent,
    from: {
      readonly commandId: Uuid;
      readonly madeAt: number;
      readonly draft?: Draft;
    },
  ): Promise<Stored<OutboxEntry>>;
  listOutbox(): Promise<Stored<readonly OutboxEntry[]>>;
  /**
   * Takes a refused entry back: its answers become a draft again when it was a submission, by the procedure that is
   * found for its code and version; null leaves it where it is. Answers the draft's id.
   */
  reviveRefused(
    command: Uuid,
    procedureOf: (code: string, version: number) => Procedure | null,
  ): Promise<Stored<Uuid | null>>;

  listDossiers(): Promise<Stored<readonly Dossier[]>>;
  /** Dossiers this phone knows and of which the server has not told since it was restored from a backup. */
  listUntold(): Promise<Stored<readonly Untold[]>>;
  listReceipts(dossier: Uuid): Promise<Stored<readonly KeptReceipt[]>>;
  /** Drafts of which another phone has a version that is not taken over yet. */
  listStandings(): Promise<Stored<readonly DraftStanding[]>>;
  /** How one draft stands to the server's; as a new one where nothing was told of it. */
  findStanding(id: Uuid): Promise<Stored<DraftStanding>>;
  /**
   * Takes over what other phones wrote, where nothing here stands against it. `procedureOf` finds a procedure
   * by code and version, or null while this phone does not have it. Answers how many drafts changed.
   */
  takeArrivals(procedureOf: (code: string, version: number) => Procedure | null): Promise<Stored<number>>;
  /**
   * The person has chosen between two phones' versions, `seen` being the other's: `draft` is what counts from now on.
   * A version that came while they were choosing stays, and is chosen about in its turn.
   */
  settleDraft(draft: Draft, seen: SharedDraft): Promise<Stored<Draft>>;
  /** Which dossier's papers go first (null: none), and which networks may carry photos. */
  setSending(choice: { readonly first?: Uuid | null; readonly photos?: PhotoBudget }): Promise<Stored>;
  listProgress(): Promise<Stored<readonly FileProgress[]>>;
  /** Files of the account's open dossiers that the server lacked by its last answer; null before there was one. */
  listMissing(): Promise<Stored<readonly Sha256[] | null>>;
  readLog(): Promise<Stored<readonly LogLine[]>>;
  /** Records that did not open when they were read, the one found last first. */
  listAside(): Promise<Stored<readonly PutAside[]>>;
  /** Notes that the person has been told of them. */
  noteAsideSeen(): Promise<Stored>;

  /** The papers the person keeps for reuse, the one kept last first. They stay on this phone and go with its store. */
  listWallet(): Promise<Stored<readonly WalletPaper[]>>;
  /**
   * Writes a paper of the wallet at `rev + 1` if the stored one still has `paper.rev` (0: none yet), with the bytes of a
   * page that joins it. `corrupt` when one of its pages is not on this phone. Answers what was written.
   */
  keepPaper(
    paper: WalletPaper,
    page?: { readonly file: FileRef; readonly bytes: Uint8Array },
  ): Promise<Stored<WalletPaper>>;
  /** Lets a paper go with every page that nothing else names. */
  dropPaper(id: Uuid): Promise<Stored>;
  /** Makes pages that this phone keeps pages of a draft's paper; `corrupt`, and nothing is written, when one is not here. */
  takePages(draft: Draft, document: string, files: readonly FileRef[]): Promise<Stored<Draft>>;

  /**
   * What was searched for, the last first. It stays on this phone and goes with the account's store. Kept as a change of
   * what is there by then, as another tab may have kept something too: it may be asked for more than once. Answers the
   * list it made.
   */
  listSearches(): Promise<Stored<readonly string[]>>;
  keepSearches(change: ListChange<string>): Promise<Stored<readonly string[]>>;
  /** Procedures to come back to, the last first, and how they and others stood when last looked at; kept the same way. */
  listFavourites(): Promise<Stored<readonly Favourite[]>>;
  keepFavourites(change: ListChange<Favourite>): Promise<Stored<readonly Favourite[]>>;
  listLooks(): Promise<Stored<readonly Look[]>>;
  keepLooks(change: ListChange<Look>): Promise<Stored<readonly Look[]>>;

  readonly sync: SyncStore;

  /**
   * Called after a write of this or another tab, save of the lists a person keeps and of what changed nothing, and when
   * the connection is lost; the returned function stops it.
   */
  watch(changed: () => void): () => void;
  close(): void;
}

/** What the sync engine reads and writes. */
export interface SyncStore {
  start(): Promise<Stored<SyncStart>>;
  /**
   * What goes into one exchange: those of these commands that have no outcome yet, the drafts last saved before an
   * instant that the server has not got, and the server's time of the last answer recorded (null: none).
   */
  outgoing(
    seqs: readonly number[],
    draftsSavedBefore: number,
  ): Promise<
    Stored<{
      readonly commands: readonly SentCommand[];
      readonly drafts: readonly OutgoingDraft[];
      readonly answeredAt: number | null;
    }>
  >;
  /** An answer in one transaction: outcomes, receipts, changes, drafts, cursors. `at` is this phone's time. */
  record(response: SyncResponse, pushed: readonly OutgoingDraft[], at: number): Promise<Stored<Recorded>>;
  fileBytes(hash: Sha256): Promise<Stored<Uint8Array | null>>;
  noteSent(hash: Sha256, sent: number): Promise<Stored>;
  log(line: LogLine): Promise<Stored>;
}

/** Why an exchange or an upload brought nothing. Only an answer that parses as the protocol counts as contact. */
export type TransportFailure =
  | { readonly code: 'unreachable' }
  /** Something answered that is not our server: a captive portal's page, half a body, a proxy's error. */
  | { readonly code: 'notOurs' }
  | { readonly code: 'timeout' }
  | { readonly code: 'refused'; readonly refusal: RequestRefusal; readonly retryAfterMs: number | null };

export type Exchanged =
  | { readonly ok: true; readonly response: SyncResponse; readonly bytes: number }
  | { readonly ok: false; readonly failure: TransportFailure };

export type Uploaded = { readonly ok: true } | { readonly ok: false; readonly failure: TransportFailure };

export interface SyncTransport {
  exchange(request: SyncRequest): Promise<Exchanged>;
  /** Resumes where the server stands; `progress` hears of bytes the server has acknowledged or is taking. */
  upload(file: FileRef, bytes: Uint8Array, progress: (sent: number) => void): Promise<Uploaded>;
}

/** Search over one catalogue, wherever its index lies. */
export interface CatalogueSearch {
  /** Takes the place of the catalogue before. False when bytes are no index (`decodeIndex`). */
  load(catalogue: readonly SearchEntry[] | Uint8Array<ArrayBuffer>): Promise<boolean>;
  /** Null without a catalogue, and when another question was asked before this one was answered. */
  ask(question: Question): Promise<Answer | null>;
  facets(filter: SearchFilter): Promise<Facets | null>;
  /** The index as bytes for `load`, which take a sixth of the time; null without a catalogue. */
  save(): Promise<Uint8Array<ArrayBuffer> | null>;
}
