import { attachmentsOf } from '#core/dossier/command.ts';
import { filesOf, type Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { isSupplement } from '#core/dossier/supplement.ts';
import type { AccountStore, Clock, Ids, OutboxEntry, Stored, SyncStore } from '#core/ports.ts';
import { bodyOf, hasSeen, NEW_STANDING, sameBody } from '#core/sync/drafts.ts';
import { MAX_COMMAND_BYTES } from '#core/sync/messages.ts';
import { bytesOf, hashesOf, needsRetelling, revivedDraft, withFile } from '#platform/store/plan.ts';
import { asideOf, type AsideTable } from './memory-aside.ts';
import { Failed } from './memory-failed.ts';
import { draftsToPush, recordAnswer, standDeleted, takeArrivals } from './memory-record.ts';
import type { Rows, Standing, Tx } from './memory-rows.ts';
import { dropPaper, keepPaper, withPages } from './memory-wallet.ts';

/** The kinds of writes of a store, as faults and gates name them. */
export type WriteName =
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

/** How a store gets at the rows of its account: each call is one transaction. */
export type MemoryAccess = {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly read: <T>(work: (rows: Rows) => T) => Promise<Stored<T>>;
  readonly write: <T>(name: WriteName, work: (tx: Tx) => T) => Promise<Stored<T>>;
  readonly watch: AccountStore['watch'];
};

/** What the store of an account promises, over rows in memory; the same as `src/platform/store`. */
export function memoryStore(account: string, { clock, ids, read, write, watch }: MemoryAccess): AccountStore {
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
    watch,
    close: () => undefined,
  };
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
