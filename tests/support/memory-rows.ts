import type { Dossier, FileRef, Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { KeptReceipt, LogLine, OutboxEntry } from '#core/ports.ts';
import type { Favourite } from '#core/procedure/favourite.ts';
import type { Look } from '#core/procedure/look.ts';
import type { DraftStanding } from '#core/sync/drafts.ts';
import type { PhotoBudget } from '#core/sync/state.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { hashesOf } from '#platform/store/plan.ts';
import type { LyingAside } from './memory-aside.ts';
import { Failed } from './memory-failed.ts';

/** How a draft stands to the server's. `files`: the pages another phone's version names, also of one told again. */
export type Standing = DraftStanding & { readonly sent?: boolean; readonly files?: readonly Sha256[] };

export type Rows = {
  readonly device: Uuid;
  readonly seq: number;
  readonly cursor: number;
  readonly draftCursor: number;
  readonly epoch: Uuid | null;
  /** Null, and `told` too: a store of an older release did not note it. */
  readonly acked: number | null;
  /** The protocol in whose words the dossiers here were told. */
  readonly told: number | null;
  readonly answeredAt: number | null;
  readonly replayed: boolean;
  readonly first: Uuid | null;
  readonly photos: PhotoBudget;
  readonly lastContactAt: number | null;
  readonly missing: readonly Sha256[] | null;
  readonly kept: ReadonlyMap<
    number,
    { readonly entry: OutboxEntry; readonly at: number; readonly files: readonly Sha256[] }
  >;
  readonly receipts: ReadonlyMap<Uuid, KeptReceipt>;
  readonly standings: ReadonlyMap<Uuid, Standing>;
  /** The epoch in which each dossier was last told. */
  readonly toldIn: ReadonlyMap<Uuid, Uuid>;
  readonly drafts: ReadonlyMap<Uuid, Draft>;
  readonly files: ReadonlyMap<Sha256, Uint8Array>;
  readonly progress: ReadonlyMap<Sha256, { readonly file: FileRef; readonly sent: number }>;
  readonly outbox: ReadonlyMap<number, OutboxEntry>;
  readonly dossiers: ReadonlyMap<Uuid, Dossier>;
  /** The files of each dossier that the server may still ask for. */
  readonly needed: ReadonlyMap<Uuid, readonly Sha256[]>;
  readonly log: readonly LogLine[];
  readonly searches: readonly string[];
  readonly favourites: readonly Favourite[];
  readonly looks: readonly Look[];
  readonly aside: readonly LyingAside[];
  readonly wallet: ReadonlyMap<Uuid, WalletPaper>;
  readonly retellDrafts: boolean;
  readonly retellDossiers: boolean;
};

/** How records are handed over: as copies, or as they are. */
export type Copy = <T>(value: T) => T;

type TableName =
  | 'drafts'
  | 'files'
  | 'progress'
  | 'outbox'
  | 'dossiers'
  | 'needed'
  | 'kept'
  | 'receipts'
  | 'standings'
  | 'toldIn'
  | 'wallet';

/** One transaction over an account's rows: changes are seen by nobody until it commits. */
export class Tx {
  rows: Rows;
  readonly #spend: () => void;
  readonly #copy: Copy;

  constructor(rows: Rows, spend: () => void, copy: Copy) {
    this.rows = rows;
    this.#spend = spend;
    this.#copy = copy;
  }

  set<T extends TableName>(
    table: T,
    key: Rows[T] extends ReadonlyMap<infer K, unknown> ? K : never,
    value: Rows[T] extends ReadonlyMap<unknown, infer V> ? V : never,
  ): void {
    this.#spend();
    const copy = new Map<unknown, unknown>(this.rows[table]);
    copy.set(key, this.#copy(value));
    this.rows = { ...this.rows, [table]: copy };
  }

  drop(table: TableName, key: string | number): void {
    const copy = new Map<unknown, unknown>(this.rows[table]);
    copy.delete(key);
    this.rows = { ...this.rows, [table]: copy };
  }

  put(change: Partial<Omit<Rows, TableName | 'device'>>): void {
    this.#spend();
    this.rows = { ...this.rows, ...change };
  }

  named(hash: Sha256): boolean {
    const { drafts, outbox, needed, kept, aside, standings, wallet } = this.rows;
    return (
      [...drafts.values()].some((draft) => hashesOf(draft.attachments).includes(hash)) ||
      [...outbox.values()].some((entry) => entry.files.some((file) => file.hash === hash)) ||
      [...needed.values()].some((hashes) => hashes.includes(hash)) ||
      [...kept.values()].some(({ files }) => files.includes(hash)) ||
      aside.some(({ files }) => files.includes(hash)) ||
      [...standings.values()].some(({ files }) => files?.includes(hash)) ||
      [...wallet.values()].some(({ files }) => files.some((file) => file.hash === hash))
    );
  }

  dropUnneeded(hashes: readonly Sha256[]): void {
    for (const hash of hashes.filter((each) => !this.named(each))) {
      this.drop('files', hash);
      this.drop('progress', hash);
    }
  }

  putFile(file: FileRef, bytes: Uint8Array): void {
    const before = this.rows.files.has(file.hash) ? this.rows.progress.get(file.hash) : undefined;
    this.set('files', file.hash, bytes);
    this.set('progress', file.hash, { file, sent: before?.sent ?? 0 });
  }

  /** One that lies aside counts as it was: somebody may have it on screen, whole. */
  storedDraft(id: Uuid): Draft | undefined {
    const lying = this.rows.aside.find(isOfDraft(id));
    return this.rows.drafts.get(id) ?? (lying?.ended ? undefined : lying?.draft);
  }

  endDraft(id: Uuid): void {
    this.drop('drafts', id);
    const isOf = isOfDraft(id);
    const end = (each: LyingAside): LyingAside => (isOf(each) ? { ...each, ended: true } : each);
    this.rows = { ...this.rows, aside: this.rows.aside.map(end) };
  }

  compareAndSet(draft: Draft): void {
    const stored = this.storedDraft(draft.id);
    if ((stored?.rev ?? 0) !== draft.rev - 1) throw new Failed({ code: 'stale', rev: stored?.rev ?? 0 });
    this.set('drafts', draft.id, draft);
    this.dropUnneeded(stored ? hashesOf(stored.attachments) : []);
  }
}

const isOfDraft =
  (id: Uuid) =>
  ({ table, key }: LyingAside): boolean =>
    table === 'drafts' && key === id;

/** An account that has done nothing yet. */
export function emptyRows(device: Uuid): Rows {
  return {
    device,
    seq: 0,
    cursor: 0,
    draftCursor: 0,
    epoch: null,
    acked: 0,
    told: null,
    answeredAt: null,
    replayed: true,
    first: null,
    photos: 'any',
    lastContactAt: null,
    missing: null,
    kept: new Map(),
    receipts: new Map(),
    standings: new Map(),
    toldIn: new Map(),
    drafts: new Map(),
    files: new Map(),
    progress: new Map(),
    outbox: new Map(),
    dossiers: new Map(),
    needed: new Map(),
    log: [],
    searches: [],
    favourites: [],
    looks: [],
    aside: [],
    wallet: new Map(),
    retellDrafts: false,
    retellDossiers: false,
  };
}
