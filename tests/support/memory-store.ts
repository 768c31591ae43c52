import { attachmentsOf, dossierOf } from '#core/dossier/command.ts';
import { filesOf, type Dossier, type FileRef, type Sha256, type Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type {
  AccountStore,
  Chance,
  Clock,
  Ids,
  LogLine,
  OutboxEntry,
  StoreFailure,
  Stored,
  SyncStore,
} from '#core/ports.ts';
import { must } from '#core/assert.ts';
import {
  bytesOf,
  cursorAfter,
  hashesOf,
  revivedDraft,
  takeChanges,
  waitingFiles,
  withFile,
} from '#platform/store/plan.ts';

/** The kinds of writes of a store, as faults and gates name them. */
type WriteName =
  | 'open'
  | 'saveDraft'
  | 'addFile'
  | 'dropDraft'
  | 'enqueue'
  | 'reviveRefused'
  | 'record'
  | 'noteSent'
  | 'log'
  | 'keepSearches';

export type MemoryDiskOptions = {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Writes that are complete before they are on the disk; a planted bug puts `enqueue` here. */
  readonly relaxed?: ReadonlySet<WriteName>;
  /**
   * Awaited before every write begins and before its answer is given, so that a simulation may run something
   * else, kill, or cut the power in between. Without one, writes follow each other at once.
   */
  readonly gate?: (write: WriteName, when: 'before' | 'after') => Promise<void>;
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
  /** The stored record no longer opens: table and primary key. */
  readonly corrupt: (account: string, table: 'drafts' | 'outbox' | 'dossiers' | 'files', key: string | number) => void;
};

type Rows = {
  readonly device: Uuid;
  readonly seq: number;
  readonly cursor: number;
  readonly lastContactAt: number | null;
  readonly drafts: ReadonlyMap<Uuid, Draft>;
  readonly files: ReadonlyMap<Sha256, Uint8Array>;
  readonly progress: ReadonlyMap<Sha256, { readonly file: FileRef; readonly sent: number }>;
  readonly outbox: ReadonlyMap<number, OutboxEntry>;
  readonly dossiers: ReadonlyMap<Uuid, Dossier>;
  readonly log: readonly LogLine[];
  readonly searches: readonly string[];
};

type Layer = ReadonlyMap<string, Rows>;

/** Undoes the transaction it is thrown in and becomes the answer. */
class Failed extends Error {
  readonly failure: StoreFailure;
  constructor(failure: StoreFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** One transaction over an account's rows: changes are seen by nobody until it commits. */
class Tx {
  rows: Rows;
  readonly #spend: () => void;

  constructor(rows: Rows, spend: () => void) {
    this.rows = rows;
    this.#spend = spend;
  }

  set<T extends 'drafts' | 'files' | 'progress' | 'outbox' | 'dossiers'>(
    table: T,
    key: Rows[T] extends ReadonlyMap<infer K, unknown> ? K : never,
    value: Rows[T] extends ReadonlyMap<unknown, infer V> ? V : never,
  ): void {
    this.#spend();
    const copy = new Map<unknown, unknown>(this.rows[table]);
    copy.set(key, structuredClone(value));
    this.rows = { ...this.rows, [table]: copy };
  }

  drop(table: 'drafts' | 'files' | 'progress' | 'outbox' | 'dossiers', key: string | number): void {
    const copy = new Map<unknown, unknown>(this.rows[table]);
    copy.delete(key);
    this.rows = { ...this.rows, [table]: copy };
  }

  put(change: Partial<Pick<Rows, 'seq' | 'cursor' | 'lastContactAt' | 'log' | 'searches'>>): void {
    this.#spend();
    this.rows = { ...this.rows, ...change };
  }

  named(hash: Sha256): boolean {
    const { drafts, outbox, dossiers } = this.rows;
    return (
      [...drafts.values()].some((draft) => hashesOf(draft.attachments).includes(hash)) ||
      [...outbox.values()].some((entry) => entry.files.some((file) => file.hash === hash)) ||
      [...dossiers.values()].some((dossier) => waitingFiles(dossier).includes(hash))
    );
  }

  dropUnneeded(hashes: readonly Sha256[]): void {
    for (const hash of hashes.filter((each) => !this.named(each))) {
      this.drop('files', hash);
      this.drop('progress', hash);
    }
  }

  putFile(file: FileRef, bytes: Uint8Array): void {
    this.set('files', file.hash, bytes);
    this.set('progress', file.hash, { file, sent: this.rows.progress.get(file.hash)?.sent ?? 0 });
  }

  compareAndSet(draft: Draft): void {
    const stored = this.rows.drafts.get(draft.id);
    if ((stored?.rev ?? 0) !== draft.rev - 1) throw new Failed({ code: 'stale', rev: stored?.rev ?? 0 });
    this.set('drafts', draft.id, draft);
    this.dropUnneeded(stored ? hashesOf(stored.attachments) : []);
  }
}

export function memoryDisk({ clock, ids, relaxed = RELAXED, gate = AT_ONCE }: MemoryDiskOptions): MemoryDisk {
  let visible: Layer = new Map();
  let durable: Layer = visible;
  /** The states after each relaxed write since the last strict one. */
  let undurable: Layer[] = [];
  /** Programs of an earlier life are answered no more. */
  let life = 0;
  let room: number | null = null;
  let lost = 0;
  const corrupted = new Set<string>();
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
    const check = (table: string, key: string | number): void => {
      if (corrupted.has(`${account}|${table}|${key}`)) throw new Failed({ code: 'corrupt' });
    };
    const read = async <T>(work: (rows: Rows) => T): Promise<Stored<T>> => {
      await alive();
      return structuredClone(attempt(() => work(rowsNow())));
    };
    const write = async <T>(name: WriteName, work: (tx: Tx) => T): Promise<Stored<T>> => {
      await alive();
      await gate(name, 'before');
      await alive();
      const written = attempt(() => {
        const before = room;
        const tx = new Tx(rowsNow(), spend);
        try {
          const value = work(tx);
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
      if (written.ok) for (const changed of watchers.get(account) ?? []) changed();
      return structuredClone(written);
    };
    const values = <T>(table: string, rows: ReadonlyMap<string | number, T>): T[] => {
      for (const key of rows.keys()) check(table, key);
      return [...rows.values()];
    };

    const next = (draft: Draft): Draft => ({ ...draft, rev: draft.rev + 1, savedAt: clock.now() });

    const sync: SyncStore = {
      start: () =>
        read((rows) => ({
          account,
          device: rows.device,
          cursor: rows.cursor,
          unsent: inOrder(values('outbox', rows.outbox))
            .filter((entry) => entry.refusal === null)
            .map(({ command, bytes }) => ({ seq: command.seq, bytes })),
          lastContactAt: rows.lastContactAt,
        })),
      commands: (seqs) =>
        read((rows) =>
          seqs.flatMap((seq) => {
            check('outbox', seq);
            const entry = rows.outbox.get(seq);
            return entry ? [entry.command] : [];
          }),
        ),
      record: (answer) =>
        write('record', (tx) => {
          const concerned = new Set(answer.changes.map((change) => change.dossier));
          for (const outcome of answer.outcomes) {
            const entry = tx.rows.outbox.get(outcome.seq);
            if (!entry || entry.command.id !== outcome.id) continue;
            check('outbox', outcome.seq);
            concerned.add(dossierOf(entry.command));
            if (outcome.result === 'done') tx.drop('outbox', outcome.seq);
            else tx.set('outbox', outcome.seq, { ...entry, refusal: outcome.refusal });
          }
          for (const id of concerned) check('dossiers', id);
          const taken = takeChanges(tx.rows.dossiers, answer.changes);
          for (const [id, dossier] of taken.dossiers) {
            if (dossier) tx.set('dossiers', id, dossier);
            else tx.drop('dossiers', id);
          }
          for (const id of concerned) {
            const dossier = tx.rows.dossiers.get(id);
            for (const file of dossier?.papersComplete ? filesOf(dossier.attachments) : []) {
              if (tx.named(file.hash)) continue;
              tx.drop('files', file.hash);
              if (tx.rows.progress.has(file.hash)) tx.set('progress', file.hash, { file, sent: file.size });
            }
          }
          tx.put({
            cursor: cursorAfter(tx.rows.cursor, answer.changes, answer.cursor, taken.broken),
            lastContactAt: answer.at,
          });
          const toUpload = answer.missingFiles.flatMap((hash) => {
            const row = tx.rows.progress.get(hash);
            return row && tx.rows.files.has(hash) ? [row.file] : [];
          });
          return { toUpload };
        }),
      fileBytes: (hash) => findFile(hash),
      noteSent: (hash, sent) =>
        write('noteSent', (tx) => {
          const row = tx.rows.progress.get(hash);
          if (row) tx.set('progress', hash, { ...row, sent });
        }),
      log: (line) => write('log', (tx) => tx.put({ log: [...tx.rows.log, line].slice(-500) })),
    };

    const findFile: AccountStore['findFile'] = (hash) =>
      read((rows) => {
        check('files', hash);
        return rows.files.get(hash) ?? null;
      });

    return {
      account,
      sync,
      findFile,
      listDrafts: () => read((rows) => values('drafts', rows.drafts).toSorted((a, b) => b.savedAt - a.savedAt)),
      findDraft: (id) =>
        read((rows) => {
          check('drafts', id);
          return rows.drafts.get(id) ?? null;
        }),
      saveDraft: (draft) =>
        write('saveDraft', (tx) => {
          const saved = next(draft);
          tx.compareAndSet(saved);
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
          tx.drop('drafts', id);
          tx.dropUnneeded(draft ? hashesOf(draft.attachments) : []);
        }),
      enqueue: (intent, from) =>
        write('enqueue', (tx) => {
          const before = [...tx.rows.outbox.values()].find((entry) => entry.command.id === from.commandId);
          if (before) return before;
          const files = filesOf(attachmentsOf(intent));
          const command = { id: from.commandId, seq: tx.rows.seq + 1, madeAt: from.madeAt, intent };
          const entry: OutboxEntry = { command, bytes: bytesOf(command), files, refusal: null };
          const stored = from.draft ? tx.rows.drafts.get(from.draft.id) : undefined;
          if (from.draft && (stored?.rev ?? 0) !== from.draft.rev) {
            throw new Failed({ code: 'stale', rev: stored?.rev ?? 0 });
          }
          tx.set('outbox', command.seq, entry);
          if (from.draft) {
            tx.drop('drafts', from.draft.id);
            tx.dropUnneeded(stored ? hashesOf(stored.attachments) : []);
          }
          tx.put({ seq: command.seq });
          return entry;
        }),
      listOutbox: () => read((rows) => inOrder(values('outbox', rows.outbox))),
      reviveRefused: (id, procedureOf) =>
        write('reviveRefused', (tx) => {
          const entry = [...tx.rows.outbox.values()].find(({ command }) => command.id === id);
          if (!entry?.refusal) return null;
          const { command } = entry;
          let revived: Uuid | null = null;
          if (command.intent.type === 'submit') {
            const procedure = procedureOf(command.intent.procedure);
            if (!procedure) return null;
            const draft = revivedDraft(command, command.intent, procedure, ids.uuid(), clock.now());
            tx.set('drafts', draft.id, draft);
            revived = draft.id;
          }
          tx.drop('outbox', command.seq);
          tx.dropUnneeded(entry.files.map((file) => file.hash));
          return revived;
        }),
      listDossiers: () =>
        read((rows) => values('dossiers', rows.dossiers).toSorted((a, b) => b.submittedAt - a.submittedAt)),
      listProgress: () =>
        read((rows) =>
          [...rows.progress].map(([hash, row]) => ({ file: row.file, sent: row.sent, held: rows.files.has(hash) })),
        ),
      readLog: () => read((rows) => rows.log),
      listSearches: () => read((rows) => rows.searches),
      keepSearches: (searches) => write('keepSearches', (tx) => tx.put({ searches })),
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
    corrupt: (account, table, key) => {
      corrupted.add(`${account}|${table}|${key}`);
    },
  };
}

/** Losing these costs a little progress shown, and nothing of anybody's work. */
const RELAXED: ReadonlySet<WriteName> = new Set(['noteSent', 'log']);

const AT_ONCE = (): Promise<void> => Promise.resolve();

function emptyRows(device: Uuid): Rows {
  return {
    device,
    seq: 0,
    cursor: 0,
    lastContactAt: null,
    drafts: new Map(),
    files: new Map(),
    progress: new Map(),
    outbox: new Map(),
    dossiers: new Map(),
    log: [],
    searches: [],
  };
}

function inOrder(entries: readonly OutboxEntry[]): OutboxEntry[] {
  return entries.toSorted((a, b) => a.command.seq - b.command.seq);
}
