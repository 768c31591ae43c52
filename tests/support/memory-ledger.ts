import { assert, must } from '#core/assert.ts';
import { dayOf } from '#core/calendar/day.ts';
import type { Dossier, DossierEvent, FileRef, Sha256, Uuid } from '#core/dossier/dossier.ts';
import { isClosed } from '#core/dossier/lifecycle.ts';
import type { StoredDraft } from '#core/sync/drafts.ts';
import type { Change } from '#core/sync/messages.ts';
import type { Ledger, LockedDevice, StoredOutcome } from '#core/sync/ledger.ts';
import type { FileLedgerTx } from '#server/commands/papers.ts';
import { dossierCode } from '#server/commands/sql-ledger.ts';
import { UndoableMap, UndoableSet, UndoLog } from './undo.ts';

type Owned = { readonly owner: string; readonly dossier: Dossier };
type Paper = { readonly owner: string; readonly dossier: Uuid; readonly file: FileRef };

/** Everything the ledger holds. Values are never changed in place, so a copy of the maps is a copy of it all. */
export type MemoryRows = {
  readonly devices: Map<string, LockedDevice>;
  readonly outcomes: Map<string, StoredOutcome>;
  readonly commandIds: Set<Uuid>;
  readonly dossiers: Map<Uuid, Owned>;
  readonly changes: Map<string, readonly Change[]>;
  readonly papers: Map<string, Paper>;
  readonly files: Map<string, FileRef>;
  readonly counters: Map<string, number>;
  /** Each account's drafts with the numbers of their last writes. */
  readonly drafts: Map<string, { readonly account: string; readonly n: number; readonly draft: StoredDraft }>;
  readonly paymentReports: Map<Uuid, { readonly fee: Uuid; readonly at: number }>;
  readonly ratings: Map<Uuid, { readonly rating: number; readonly words: string; readonly at: number }>;
  /** One row each: the epoch's number, and up to when everything is in a backup (0: never). */
  readonly state: Map<'epoch' | 'backedUpTo', number>;
  /** An account's own epoch, and the server's in which it was opened. */
  readonly epochs: Map<string, { readonly epoch: number; readonly within: number }>;
};

/**
 * The server's ledger in memory: the same promises as the real one, without timers or chance, so that a
 * simulation repeats step for step. Transactions run one after the other; one that throws leaves no trace.
 */
export class MemoryLedger implements Ledger {
  /** Takes back what a failed transaction wrote; tables beside the ledger's may join in. */
  readonly undo = new UndoLog();
  /** What is committed, between transactions. */
  readonly rows: MemoryRows = emptyRows(this.undo);
  readonly #unitPrefix: (unit: string) => string;
  /** Epochs are never used again, whatever a backup says. */
  #newestEpoch = 1;
  #last: Promise<unknown> = Promise.resolve();

  constructor(unitPrefix: (unit: string) => string = (unit) => `H38.${unit.slice(-2)}`) {
    this.#unitPrefix = unitPrefix;
  }

  transaction<T>(work: (tx: FileLedgerTx) => Promise<T>): Promise<T> {
    const run = async () => {
      this.undo.begin();
      try {
        const result = await work(transactionOver(this.rows, this.#unitPrefix, this.undo, () => this.nextEpoch()));
        this.undo.commit();
        return result;
      } catch (error) {
        this.undo.rollBack();
        throw error;
      }
    };
    const mine = this.#last.then(run, run);
    this.#last = mine;
    return mine;
  }

  /** A backup of what is committed; never in the middle of a transaction. */
  snapshot(): MemoryRows {
    assert(!this.undo.underWay, 'a backup between two transactions');
    const backup = emptyRows(new UndoLog());
    copyInto(backup, this.rows);
    return backup;
  }

  /** Everything committed so far is in a backup now. */
  noteBackup(upTo: number): void {
    this.rows.state.set('backedUpTo', upTo);
  }

  /** What every answer to this account says the server's past is. */
  epochOf(account: string): Uuid {
    return epochOf(this.rows, account);
  }

  private nextEpoch(): number {
    this.#newestEpoch += 1;
    return this.#newestEpoch;
  }

  /** Goes back to a backup; whoever restores opens a new epoch, unless it is forgotten. */
  restore(backup: MemoryRows, newEpoch = true): void {
    assert(!this.undo.underWay, 'a restore between two transactions');
    copyInto(this.rows, backup);
    if (!newEpoch) return;
    this.rows.state.set('epoch', this.nextEpoch());
  }
}

function transactionOver(
  rows: MemoryRows,
  unitPrefix: (unit: string) => string,
  undo: UndoLog,
  nextEpoch: () => number,
): FileLedgerTx {
  const missing = (papers: readonly Paper[]) => {
    const hashes = papers
      .filter(({ owner, file }) => !rows.files.has(key(owner, file.hash)))
      .map(({ file }) => file.hash);
    return [...new Set(hashes)].sort();
  };
  const papersOf = (wanted: (paper: Paper) => boolean) => [...rows.papers.values()].filter(wanted);

  return {
    lockDevice: async (account, device, now) => {
      const at = key(account, device);
      const before = rows.devices.get(at) ?? { lastSeq: 0, answeredAt: null };
      rows.devices.set(at, { ...before, answeredAt: Math.max(before.answeredAt ?? 0, now) });
      return before;
    },
    setLastSeq: async (account, device, seq) => {
      const at = key(account, device);
      rows.devices.set(at, { ...must(rows.devices.get(at), 'device'), lastSeq: seq });
    },
    findOutcome: async (account, device, seq) => rows.outcomes.get(key(account, device, seq)) ?? null,
    saveOutcome: async (account, device, stored) => {
      assert(!rows.commandIds.has(stored.outcome.id), 'a command id is stored once');
      rows.commandIds.add(stored.outcome.id);
      rows.outcomes.set(key(account, device, stored.outcome.seq), stored);
    },
    commandIdUsed: async (id) => rows.commandIds.has(id),
    lockDossier: async (id) => rows.dossiers.get(id) ?? null,
    append: async (owner, dossier, events) => {
      appendChanges(rows, owner, dossier.id, events);
      rows.dossiers.set(dossier.id, { owner, dossier });
    },
    expectFiles: async (owner, dossier, files) => {
      for (const file of files) {
        const at = key(dossier, file.hash);
        if (!rows.papers.has(at)) rows.papers.set(at, { owner, dossier, file });
      }
    },
    forgetFiles: async (dossier, hashes) => {
      for (const hash of hashes) rows.papers.delete(key(dossier, hash));
    },
    missingFilesOf: async (_owner, dossier) => missing(papersOf((paper) => paper.dossier === dossier)),
    missingFiles: async (account) =>
      missing(
        papersOf((paper) => {
          const { dossier } = must(rows.dossiers.get(paper.dossier), 'the dossier of a paper');
          return paper.owner === account && !dossier.papersComplete && !isClosed(dossier.status);
        }),
      ),
    changesAfter: async (account, cursor, limit) => (rows.changes.get(account) ?? []).slice(cursor, cursor + limit),
    serverState: async (account) => ({
      epoch: epochOf(rows, account),
      backedUpTo: rows.state.get('backedUpTo') || null,
    }),
    openEpoch: async (account) => {
      const epoch = nextEpoch();
      if (account === null) rows.state.set('epoch', epoch);
      else rows.epochs.set(account, { epoch, within: must(rows.state.get('epoch'), 'epoch') });
      return epochId(epoch);
    },
    findDraft: async (account, id) => rows.drafts.get(key(account, id))?.draft ?? null,
    saveDraft: async (account, draft) => {
      const n = 1 + Math.max(0, ...draftsOf(rows, account).map((row) => row.n));
      rows.drafts.set(key(account, draft.id), { account, n, draft });
    },
    draftsAfter: async (account, cursor, limit) =>
      draftsOf(rows, account)
        .filter(({ n }) => n > cursor)
        .toSorted((a, b) => a.n - b.n)
        .slice(0, limit)
        .map(({ n, draft: { id, rev, body, over } }) => ({ n, id, rev, body, over })),
    reportPayment: async (dossier, fee, at) => void rows.paymentReports.set(dossier, { fee, at }),
    rate: async (dossier, rating, words, at) => void rows.ratings.set(dossier, { rating, words, at }),
    attempt: async (part) => {
      const before = undo.mark();
      try {
        return { ok: true, value: await part() };
      } catch (error) {
        undo.rollBackTo(before);
        return { ok: false, error };
      }
    },
    nextCode: async (unit, now) => {
      const day = dayOf(now);
      const next = (rows.counters.get(key(unit, day)) ?? 0) + 1;
      rows.counters.set(key(unit, day), next);
      return dossierCode(unitPrefix(unit), day, next);
    },
    storeFile: async (owner, file) => {
      const at = key(owner, file.hash);
      if (!rows.files.has(at)) rows.files.set(at, file);
      return papersOf((paper) => paper.owner === owner && paper.file.hash === file.hash)
        .map((paper) => paper.dossier)
        .filter((id) => rows.dossiers.get(id)?.dossier.papersComplete === false)
        .sort();
    },
  };
}

const draftsOf = (rows: MemoryRows, account: string) =>
  [...rows.drafts.values()].filter((row) => row.account === account);

function epochOf({ state, epochs }: MemoryRows, account: string): Uuid {
  const ofAll = must(state.get('epoch'), 'epoch');
  const own = epochs.get(account);
  return epochId(own?.within === ofAll ? own.epoch : ofAll);
}

const epochId = (n: number): Uuid => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A change's number is its place in the account's list, counted from 1. */
function appendChanges(rows: MemoryRows, owner: string, dossier: Uuid, events: readonly DossierEvent[]): void {
  const before = rows.changes.get(owner) ?? [];
  const added = events.map((event, i) => ({ n: before.length + 1 + i, dossier, event }));
  rows.changes.set(owner, [...before, ...added]);
}

function emptyRows(log: UndoLog): MemoryRows {
  const state = new UndoableMap<'epoch' | 'backedUpTo', number>(log);
  return {
    devices: new UndoableMap(log),
    outcomes: new UndoableMap(log),
    commandIds: new UndoableSet(log),
    dossiers: new UndoableMap(log),
    changes: new UndoableMap(log),
    papers: new UndoableMap(log),
    files: new UndoableMap(log),
    counters: new UndoableMap(log),
    drafts: new UndoableMap(log),
    paymentReports: new UndoableMap(log),
    ratings: new UndoableMap(log),
    state: state.set('epoch', 1),
    epochs: new UndoableMap(log),
  };
}

function copyInto(target: MemoryRows, source: MemoryRows): void {
  for (const name of Object.keys(source) as (keyof MemoryRows)[]) {
    const [into, from] = [target[name], source[name]];
    into.clear();
    if (into instanceof Set) for (const value of from.keys()) into.add(value as Uuid);
    else for (const [at, value] of from) (into as Map<unknown, unknown>).set(at, value);
  }
}

function key(...parts: readonly (string | number | Sha256)[]): string {
  return parts.join('\n');
}
