import { attachmentsOf } from '#core/dossier/command.ts';
import { filesOf, type Dossier, type FileRef, type Sha256, type Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { isSupplement } from '#core/dossier/supplement.ts';
import type {
  AccountStore,
  Chance,
  Clock,
  Ids,
  KeptReceipt,
  LogLine,
  OutboxEntry,
  Stored,
  SyncStore,
} from '#core/ports.ts';
import { must } from '#core/assert.ts';
import { bodyOf, hasSeen, NEW_STANDING, sameBody, type DraftStanding } from '#core/sync/drafts.ts';
import type { PhotoBudget } from '#core/sync/state.ts';
import type { Favourite } from '#core/procedure/favourite.ts';
import type { Look } from '#core/procedure/look.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { MAX_COMMAND_BYTES } from '#core/sync/messages.ts';
import { bytesOf, hashesOf, needsRetelling, revivedDraft, withFile } from '#platform/store/plan.ts';
import { asideOf, putAside, type AsideTable, type LyingAside } from './memory-aside.ts';
import { Failed } from './memory-failed.ts';
import { dropPaper, keepPaper, withPages } from './memory-wallet.ts';
import { draftsToPush, recordAnswer, standDeleted, takeArrivals } from './memory-record.ts';

/** The kinds of writes of a store, as faults and gates name them. */
type WriteName =
  | 'open'
  | 'saveDraft'
  | 'addFile'
  | 'dropDraft'
  | 'enqueue'
  | 'reviveRefused'
  | 'takeArrivals'
  | 'settleDraft'
  | 'setSending'
  | 'record'
  | 'noteSent'
  | 'log'
  | 'keepSearches'
  | 'keepFavourites'
  | 'keepLooks'
  | 'noteAsideSeen'
  | 'keepPaper'
  | 'dropPaper'
  | 'takePages';

/** What a gate may stand before and after: a write by its name, or any read. */
export type StoreAwait = WriteName | 'read';

export type MemoryDiskOptions = {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Writes that are complete before they are on the disk; a planted bug puts `enqueue` here. */
  readonly relaxed?: ReadonlySet<WriteName>;
  /**
   * Awaited before every write begins and before its answer is given, so that a simulation may run something
   * else, kill, or cut the power in between. Without one, writes follow each other at once.
   */
  readonly gate?: (write: StoreAwait, when: 'before' | 'after') => Promise<void>;
  /** Gates stand around reads as well. */
  readonly gateReads?: boolean;
  /**
   * False: records are handed out as they are kept instead of as copies, which is faster. A program that changed
   * one in place would go unnoticed, so a test that says false runs some of its cases with copies too.
   */
  readonly copies?: boolean;
};

/**
 * A phone's disk in memory. What programs see and what survives a power cut are two layers: a strict write makes
 * everything before it durable. Nothing here has a clock or chance of its own.
 */
export type MemoryDisk = {
  /** Opens an account's store for the running program. */
  readonly open: (account: string) => Promise<Stored<AccountStore>>;
  /** The program is gone at once: calls under way are never answered. What was complete stays. */
  readonly kill: () => void;
  /** Kills, and drops a random number of the last writes that were not strict. */
  readonly powerCut: (chance: Chance) => void;
  /** From now on so many records can be written, then each transaction that writes one aborts; null: no limit. */
  readonly roomFor: (records: number | null) => void;
  /** The next so many calls find the connection gone. */
  readonly loseConnection: (calls: number) => void;
  /** Everything is deleted, as a browser evicts an origin. */
  readonly evict: () => void;
  /** An account's rows are deleted, as signing out does. Programs that have them open find them lost. */
  readonly forget: (account: string) => void;
  /** Another release takes over what every account has on the disk; no program has it open. */
  readonly release: (change: (rows: Rows) => Rows) => void;
  /** What an account has here as it lies, for whoever looks at the disk and not at the program; null for nothing. */
  readonly rows: (account: string) => Rows | null;
  /** The stored record no longer opens: table and primary key. Of a file the bytes are others from now on. */
  readonly corrupt: (account: string, table: AsideTable, key: string | number) => void;
};

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

type Layer = ReadonlyMap<string, Rows>;
type Copy = <T>(value: T) => T;

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

export function memoryDisk({
  clock,
  ids,
  relaxed = RELAXED,
  gate = AT_ONCE,
  gateReads = false,
  copies = true,
}: MemoryDiskOptions): MemoryDisk {
  const copy: Copy = copies ? structuredClone : (value) => value;
  let visible: Layer = new Map();
  let durable: Layer = visible;
  /** The states after each relaxed write since the last strict one. */
  let undurable: Layer[] = [];
  /** Programs of an earlier life are answered no more. */
  let life = 0;
  let room: number | null = null;
  let lost = 0;
  const corrupted = new Map<string, { readonly table: AsideTable; readonly key: string | number }[]>();
  const watchers = new Map<string, Set<() => void>>();

  const commit = (write: WriteName, next: Layer): void => {
    visible = next;
    if (relaxed.has(write)) undurable.push(next);
    else {
      durable = next;
      undurable = [];
    }
  };

  const spend = (): void => {
    if (room === 0) throw new Failed({ code: 'full' });
    if (room !== null) room -= 1;
  };

  const attempt = <T>(work: () => T): Stored<T> => {
    if (lost > 0) {
      lost -= 1;
      return { ok: false, failure: { code: 'lost' } };
    }
    try {
      return { ok: true, value: work() };
    } catch (error) {
      if (error instanceof Failed) return { ok: false, failure: error.failure };
      throw error;
    }
  };

  const openStore = (account: string, born: number): AccountStore => {
    const alive = async (): Promise<void> => {
      if (born !== life) await new Promise(() => undefined);
    };
    const rowsNow = (): Rows => {
      const rows = visible.get(account);
      // Evicted under the running program.
      if (!rows) throw new Failed({ code: 'lost' });
      return rows;
    };
    /** What does not open is found as soon as anything is read, and lies aside from then on. */
    const lookThrough = (): void => {
      const found = corrupted.get(account) ?? [];
      const rows = visible.get(account);
      if (found.length === 0 || !rows) return;
      corrupted.delete(account);
      const tx = new Tx(rows, () => undefined, copy);
      for (const { table, key } of found) putAside(tx, table, key, clock.now());
      commit('record', new Map(visible).set(account, tx.rows));
      for (const changed of watchers.get(account) ?? []) changed();
    };
    const read = async <T>(work: (rows: Rows) => T): Promise<Stored<T>> => {
      await alive();
      if (gateReads) await gate('read', 'before');
      await alive();
      lookThrough();
      const found = attempt(() => work(rowsNow()));
      if (gateReads) await gate('read', 'after');
      await alive();
      return copy(found);
    };
    const write = async <T>(name: WriteName, work: (tx: Tx) => T): Promise<Stored<T>> => {
      await alive();
      await gate(name, 'before');
      await alive();
      lookThrough();
      let wrote = false;
      const written = attempt(() => {
        const before = room;
        const rows = rowsNow();
        const tx = new Tx(rows, spend, copy);
        try {
          const value = work(tx);
          wrote = tx.rows !== rows;
          commit(name, new Map(visible).set(account, tx.rows));
          return value;
        } catch (error) {
          // What an aborted transaction wrote takes no room; a full disk stays as full as it is.
          if (!(error instanceof Failed) || error.failure.code !== 'full') room = before;
          throw error;
        }
      });
      await gate(name, 'after');
      await alive();
      const isQuiet = QUIET.has(name) || (name === 'reviveRefused' && !wrote);
      const news = written.ok && !isQuiet && (name !== 'takeArrivals' || written.value !== 0);
      if (news) for (const changed of watchers.get(account) ?? []) changed();
      return copy(written);
    };

    const next = (draft: Draft): Draft => ({ ...draft, rev: draft.rev + 1, savedAt: clock.now() });

    const sync: SyncStore = {
      start: () =>
        read((rows) => ({
          account,
          device: rows.device,
          cursor: needsRetelling(rows.told ?? undefined) ? 0 : rows.cursor,
          draftCursor: rows.draftCursor,
          epoch: rows.epoch,
          first: rows.first,
          photos: rows.photos,
          unsent: inOrder([...rows.outbox.values()])
            .filter((entry) => entry.refusal === null)
            .map(({ command, bytes }) => ({ seq: command.seq, bytes })),
          lastContactAt: rows.lastContactAt,
        })),
      outgoing: (seqs, draftsSavedBefore) =>
        read((rows) => {
          const commands = seqs.flatMap((seq) => {
            const entry = rows.outbox.get(seq);
            return entry?.refusal === null ? [entry.command] : [];
          });
          return {
            commands,
            drafts: draftsToPush(
              rows,
              draftsSavedBefore,
              commands.reduce((bytes, each) => bytes + bytesOf(each), 0),
            ),
            answeredAt: rows.answeredAt,
          };
        }),
      record: (response, pushed, at) => write('record', (tx) => recordAnswer(tx, response, pushed, at, ids)),
      fileBytes: (hash) => read((rows) => rows.files.get(hash) ?? null),
      noteSent: (hash, sent) =>
        write('noteSent', (tx) => {
          const row = tx.rows.progress.get(hash);
          if (row) tx.set('progress', hash, { ...row, sent });
        }),
      log: (line) => write('log', (tx) => tx.put({ log: [...tx.rows.log, line].slice(-500) })),
    };

    const findFile: AccountStore['findFile'] = (hash) =>
      read((rows) => {
        return rows.files.get(hash) ?? refuseAside(rows, 'files', hash);
      });

    return {
      account,
      sync,
      findFile,
      listDrafts: () => read((rows) => [...rows.drafts.values()].toSorted((a, b) => b.savedAt - a.savedAt)),
      findDraft: (id) =>
        read((rows) => {
          return rows.drafts.get(id) ?? refuseAside(rows, 'drafts', id);
        }),
      saveDraft: (draft) =>
        write('saveDraft', (tx) => {
          const saved = next(draft);
          const before = tx.rows.drafts.get(draft.id);
          tx.compareAndSet(saved);
          const standing = tx.rows.standings.get(draft.id);
          if (before && standing?.pushedRev === before.rev && sameBody(bodyOf(before), bodyOf(saved))) {
            tx.set('standings', draft.id, { ...standing, pushedRev: saved.rev });
          }
          return saved;
        }),
      addFile: (draft, document, file, bytes) =>
        write('addFile', (tx) => {
          const saved = next(withFile(draft, document, file));
          tx.putFile(file, bytes);
          tx.compareAndSet(saved);
          return saved;
        }),
      dropDraft: (id) =>
        write('dropDraft', (tx) => {
          const draft = tx.rows.drafts.get(id);
          tx.endDraft(id);
          standDeleted(tx, id);
          tx.dropUnneeded(draft ? hashesOf(draft.attachments) : []);
        }),
      enqueue: (intent, from) =>
        write('enqueue', (tx) => {
          const before = [...tx.rows.outbox.values()].find((entry) => entry.command.id === from.commandId);
          if (before) return before;
          const files = filesOf(attachmentsOf(intent));
          const command = { id: from.commandId, seq: tx.rows.seq + 1, madeAt: from.madeAt, intent };
          const entry: OutboxEntry = { command, bytes: bytesOf(command), files, refusal: null };
          if (entry.bytes > MAX_COMMAND_BYTES) throw new Failed({ code: 'tooLarge', limit: MAX_COMMAND_BYTES });
          const stored = from.draft ? tx.storedDraft(from.draft.id) : undefined;
          if (from.draft && (stored?.rev ?? 0) !== from.draft.rev) {
            throw new Failed({ code: 'stale', rev: stored?.rev ?? 0 });
          }
          tx.set('outbox', command.seq, entry);
          if (from.draft) {
            tx.endDraft(from.draft.id);
            const standing: Standing = tx.rows.standings.get(from.draft.id) ?? NEW_STANDING(from.draft.id);
            if (!isSupplement(from.draft)) {
              tx.set('standings', from.draft.id, { ...standing, theirs: null, files: [], deleted: false, sent: true });
            }
            tx.dropUnneeded([...(stored ? hashesOf(stored.attachments) : []), ...(standing.files ?? [])]);
          }
          tx.put({ seq: command.seq });
          return entry;
        }),
      listOutbox: () =>
        read((rows) => inOrder([...rows.outbox.values()]).filter(({ command }) => 'dossier' in command.intent)),
      reviveRefused: (id, procedureOf) =>
        write('reviveRefused', (tx) => {
          const entry = [...tx.rows.outbox.values()].find(({ command }) => command.id === id);
          if (!entry?.refusal) return null;
          const { command } = entry;
          let revived: Uuid | null = null;
          if (command.intent.type === 'submit') {
            const procedure = procedureOf(command.intent.procedure, command.intent.version);
            if (!procedure) return null;
            const draft = revivedDraft(command, command.intent, procedure, ids.uuid(), clock.now());
            tx.set('drafts', draft.id, draft);
            revived = draft.id;
          }
          tx.drop('outbox', command.seq);
          tx.dropUnneeded(entry.files.map((file) => file.hash));
          return revived;
        }),
      listDossiers: () => read((rows) => [...rows.dossiers.values()].toSorted((a, b) => b.submittedAt - a.submittedAt)),
      listUntold: () =>
        read(({ epoch, replayed, toldIn }) =>
          epoch === null
            ? []
            : [...toldIn].flatMap(([dossier, told]) => (told === epoch ? [] : [{ dossier, isLost: replayed }])),
        ),
      listReceipts: (dossier) =>
        read((rows) =>
          [...rows.receipts.values()].filter((receipt) => receipt.dossier === dossier).toSorted((a, b) => a.at - b.at),
        ),
      listStandings: () =>
        read((rows) =>
          [...rows.standings.values()].flatMap(({ id, base, pushedRev, deleted, theirs }) =>
            theirs ? [{ id, base, pushedRev, deleted, theirs }] : [],
          ),
        ),
      findStanding: (id) =>
        read((rows) => {
          const { base, pushedRev, deleted, theirs } = rows.standings.get(id) ?? NEW_STANDING(id);
          return { id, base, pushedRev, deleted, theirs };
        }),
      takeArrivals: (procedureOf) => write('takeArrivals', (tx) => takeArrivals(tx, procedureOf)),
      settleDraft: (draft, seen) =>
        write('settleDraft', (tx) => {
          const saved = next(draft);
          tx.compareAndSet(saved);
          const standing: Standing = tx.rows.standings.get(draft.id) ?? NEW_STANDING(draft.id);
          const { base, theirs, files = [] } = standing;
          if (!hasSeen(theirs, seen)) tx.set('standings', draft.id, { ...standing, pushedRev: 0 });
          else {
            tx.set('standings', draft.id, { ...NEW_STANDING(draft.id), base: Math.max(base, theirs?.rev ?? 0) });
            tx.dropUnneeded(files);
          }
          return saved;
        }),
      setSending: (choice) => write('setSending', (tx) => tx.put(choice)),
      listProgress: () =>
        read((rows) =>
          [...rows.progress].map(([hash, row]) => ({ file: row.file, sent: row.sent, held: rows.files.has(hash) })),
        ),
      listMissing: () => read((rows) => rows.missing),
      readLog: () => read((rows) => rows.log),
      listAside: () => read(asideOf),
      noteAsideSeen: () =>
        write('noteAsideSeen', (tx) => tx.put({ aside: tx.rows.aside.map((each) => ({ ...each, seen: true })) })),
      listWallet: () => read((rows) => [...rows.wallet.values()].toSorted((a, b) => b.keptAt - a.keptAt)),
      keepPaper: (...paper) => write('keepPaper', (tx) => keepPaper(tx, ...paper)),
      dropPaper: (id) => write('dropPaper', (tx) => dropPaper(tx, id)),
      takePages: (draft, document, files) =>
        write('takePages', (tx) => {
          const saved = next(withPages(tx, draft, document, files));
          tx.compareAndSet(saved);
          return saved;
        }),
      listSearches: () => read((rows) => rows.searches),
      keepSearches: (change) =>
        write('keepSearches', (tx) => {
          tx.put({ searches: change(tx.rows.searches) });
          return tx.rows.searches;
        }),
      listFavourites: () => read((rows) => rows.favourites),
      keepFavourites: (change) =>
        write('keepFavourites', (tx) => {
          tx.put({ favourites: change(tx.rows.favourites) });
          return tx.rows.favourites;
        }),
      listLooks: () => read((rows) => rows.looks),
      keepLooks: (change) =>
        write('keepLooks', (tx) => {
          tx.put({ looks: change(tx.rows.looks) });
          return tx.rows.looks;
        }),
      watch: (changed) => {
        const all = watchers.get(account) ?? new Set();
        watchers.set(account, all.add(changed));
        return () => all.delete(changed);
      },
      close: () => undefined,
    };
  };

  const kill = (): void => {
    life += 1;
    watchers.clear();
  };

  return {
    open: async (account) => {
      const born = life;
      await gate('open', 'before');
      const made = attempt(() => {
        if (!visible.has(account)) {
          spend();
          commit('open', new Map(visible).set(account, emptyRows(ids.uuid())));
        }
        return openStore(account, born);
      });
      await gate('open', 'after');
      return made;
    },
    kill,
    powerCut: (chance) => {
      kill();
      const kept = Math.floor(chance.next() * (undurable.length + 1));
      if (kept > 0) durable = must(undurable[kept - 1], 'layer');
      visible = durable;
      undurable = [];
    },
    roomFor: (records) => {
      room = records;
    },
    loseConnection: (calls) => {
      lost = calls;
    },
    evict: () => {
      visible = new Map();
      durable = visible;
      undurable = [];
    },
    forget: (account) => {
      const without = new Map(visible);
      without.delete(account);
      visible = without;
      durable = visible;
      undurable = [];
    },
    release: (change) => {
      visible = new Map([...visible].map(([account, rows]) => [account, change(rows)]));
      durable = visible;
      undurable = [];
    },
    rows: (account) => visible.get(account) ?? null,
    corrupt: (account, table, key) => {
      if (table === 'files') {
        const altered = new Map(
          [visible, durable, ...undurable].map((layer) => [layer, altering(layer, account, key)]),
        );
        const after = (layer: Layer): Layer => altered.get(layer) ?? layer;
        [visible, durable, undurable] = [after(visible), after(durable), undurable.map(after)];
      }
      corrupted.set(account, [...(corrupted.get(account) ?? []), { table, key }]);
    },
  };
}

/** Losing these costs a little progress shown, and nothing of anybody's work. */
const RELAXED: ReadonlySet<WriteName> = new Set(['noteSent', 'log']);

/** Lists a person keeps: nothing that anybody watches for changes with them. */
const QUIET: ReadonlySet<WriteName> = new Set(['keepSearches', 'keepFavourites', 'keepLooks']);

const AT_ONCE = (): Promise<void> => Promise.resolve();

function emptyRows(device: Uuid): Rows {
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

/** The layer with a bit of a file turned over. */
function altering(layer: Layer, account: string, key: string | number): Layer {
  const rows = layer.get(account);
  const bytes = rows?.files.get(String(key));
  if (!rows || !bytes) return layer;
  const files = new Map(rows.files).set(
    String(key),
    Uint8Array.from(bytes, (byte, at) => (at === 0 ? byte ^ 1 : byte)),
  );
  return new Map(layer).set(account, { ...rows, files });
}

/** Null for what is not here, and the failure for what is here and does not open. */
function refuseAside(rows: Rows, table: AsideTable, key: string): null {
  // The last one counts.
  const lying = rows.aside.find((each) => each.table === table && each.key === key);
  if (lying && !lying.ended) throw new Failed({ code: 'corrupt' });
  return null;
}

function inOrder(entries: readonly OutboxEntry[]): OutboxEntry[] {
  return entries.toSorted((a, b) => a.command.seq - b.command.seq);
}
