import { must } from '#core/assert.ts';
import { attachmentsOf, type CitizenIntent, type Command } from '#core/dossier/command.ts';
import { filesOf, type Dossier, type FileRef, type Sha256 } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { isSupplement } from '#core/dossier/supplement.ts';
import type { AccountStore, FileProgress, KeptReceipt, LogLine, OutboxEntry, Stored } from '#core/ports.ts';
import type { Favourite } from '#core/procedure/favourite.ts';
import type { Look } from '#core/procedure/look.ts';
import { bodyOf, sameBody } from '#core/sync/drafts.ts';
import { MAX_COMMAND_BYTES } from '#core/sync/messages.ts';
import { asideOf, listAside, rowsOf, shelfOf } from './aside.ts';
import { connectAccount, type AccountConnection, type StoreDeps } from './connection.ts';
import { orNull, Refused } from './failure.ts';
import { bytesOf, revivedDraft, withFile } from './plan.ts';
import { sameSealing, type Sealer } from './seal.ts';
import {
  endDraft,
  listStandings,
  openDraft,
  openStanding,
  pushedBefore,
  sealDraft,
  settle,
  standDeleted,
  standUnchanged,
  standSent,
  storedDraft,
  takeArrivals,
} from './standings.ts';
import { syncStore } from './sync-store.ts';
import {
  dropUnneeded,
  fileTables,
  type AccountDb,
  type DossierRow,
  type DraftRow,
  type FileRow,
  type OutboxRow,
  type StoredEntry,
} from './tables.ts';
import { watchers } from './watchers.ts';
import { keptList } from './kept-list.ts';
import { readwrite } from './transaction.ts';
import type { WalletParts } from './wallet.ts';

/** An account's store with what the device's list of accounts needs to keep a name for it. */
export type OpenAccount = {
  readonly store: AccountStore;
  readonly sealer: Sealer;
  readonly database: string;
  readonly alive: () => boolean;
};

/**
 * Opens the store of an account on this phone. Sealing happens before a transaction and opening after it,
 * because a transaction ends as soon as it waits for anything but the database.
 */
export async function openAccountStore(account: string, deps: StoreDeps): Promise<Stored<OpenAccount>> {
  const opened = await connectAccount(account, deps);
  if (!opened.ok) return opened;
  const { connection, sealer } = opened.value;
  return {
    ok: true,
    value: { store: accountStore(opened.value, deps), sealer, database: connection.name, alive: connection.alive },
  };
}

function accountStore(opened: AccountConnection, deps: StoreDeps): AccountStore {
  const { account, connection, sealer } = opened;
  const searches = keptList<string>('searches', opened);
  const favourites = keptList<Favourite>('favourites', opened);
  const looks = keptList<Look>('looks', opened);
  const watched = watchers(connection.name);
  const run = connection.run;
  // Reading again is how whoever watches finds out.
  connection.onLost(watched.changed);

  /** A write; whoever watches hears of it once it is on the disk. */
  const write = async <T>(work: (db: AccountDb) => Promise<T>): Promise<Stored<T>> => {
    const written = await run(work);
    if (written.ok) watched.changed();
    return written;
  };

  const sealFile = async (hash: Sha256, bytes: Uint8Array): Promise<FileRow> => ({
    ...(await sealer.sealBytes('files', hash, bytes)),
    hash,
  });
  const shelf = shelfOf(sealer, deps.clock, () => watched.changed());

  const nextRev = (draft: Draft): Draft => ({ ...draft, rev: draft.rev + 1, savedAt: deps.clock.now() });

  const saveDraft = async (draft: Draft): Promise<Stored<Draft>> => {
    if (draft.rev === 0) deps.askToPersist();
    const next = nextRev(draft);
    // Side by side, since a page that is left gives little time to write.
    const [row, before] = await Promise.all([sealDraft(sealer, next), run((db) => pushedBefore(db, shelf, draft))]);
    // Moving on to another page is nothing that another phone has to hear of.
    const sameWords = before.ok && before.value !== null && sameBody(bodyOf(before.value), bodyOf(next));
    return write((db) =>
      readwrite(db, fileTables(db), async () => {
        await putDraft(db, row);
        if (sameWords) await standUnchanged(db, row);
        return next;
      }),
    );
  };

  const addFile: AccountStore['addFile'] = async (draft, document, file, bytes) => {
    if (draft.rev === 0) deps.askToPersist();
    const next = nextRev(withFile(draft, document, file));
    const row = await sealDraft(sealer, next);
    const body = await sealFile(file.hash, bytes);
    return write((db) =>
      readwrite(db, fileTables(db), async () => {
        await putFile(db, file, body);
        await putDraft(db, row);
        return next;
      }),
    );
  };

  const parts: WalletParts = { sealer, shelf, run, write, askToPersist: deps.askToPersist, nextRev, putDraft, putFile };
  /** Not needed to start with, so its code comes when a screen asks for it. */
  const wallet = async () => (await import('./wallet.ts')).walletOf(parts);

  const enqueue: AccountStore['enqueue'] = async (intent, from) => {
    const files = filesOf(attachmentsOf(intent));
    for (;;) {
      const last = await run(async (db) => must(await db.state.get('state'), 'state').seq);
      if (!last.ok) return last;
      const entry = entryOf(intent, from.commandId, last.value + 1, from.madeAt, files);
      if (entry.bytes > MAX_COMMAND_BYTES) {
        return { ok: false, failure: { code: 'tooLarge', limit: MAX_COMMAND_BYTES } };
      }
      const row: OutboxRow = {
        ...(await sealer.seal('outbox', entry.command.seq, entry)),
        seq: entry.command.seq,
        id: from.commandId,
        files: files.map((file) => file.hash),
        madeAt: from.madeAt,
        dossier: intent.dossier,
      };
      const put = await write((db) => putEntry(db, row, from.draft ?? null));
      if (!put.ok) return put;
      // Another tab took this seq between reading and writing: seal again under the next one.
      if (put.value === 'taken') continue;
      if (put.value === 'put') return { ok: true, value: entry };
      const stored = put.value;
      return run(() => sealer.open<OutboxEntry>('outbox', stored.seq, stored));
    }
  };

  const reviveRefused: AccountStore['reviveRefused'] = async (command, procedureOf) => {
    const found = await run(async (db) => {
      const row = await db.outbox.where('id').equals(command).first();
      const entry = row && (await shelf.openEntry(db, row));
      return entry && isSomebodys(entry) ? { row, entry } : null;
    });
    if (!found.ok || !found.value || !found.value.entry.refusal) return found.ok ? { ok: true, value: null } : found;
    const { row, entry } = found.value;
    const { intent } = entry.command;
    const procedure = intent.type === 'submit' ? procedureOf(intent.procedure, intent.version) : null;
    if (intent.type === 'submit' && !procedure) return { ok: true, value: null };
    const draft =
      intent.type === 'submit' && procedure
        ? revivedDraft(entry.command, intent, procedure, deps.ids.uuid(), deps.clock.now())
        : null;
    const draftRow = draft ? await sealDraft(sealer, draft) : null;
    return write((db) =>
      readwrite(db, fileTables(db), async () => {
        // Written before the connection broke.
        if (draftRow && (await db.drafts.get(draftRow.id))) return draftRow.id;
        // A second tap, or another tab, has taken it back already.
        if (!(await db.outbox.get(row.seq))) return null;
        if (draftRow) await db.drafts.add(draftRow);
        await db.outbox.delete(row.seq);
        await dropUnneeded(db, row.files);
        return draft?.id ?? null;
      }),
    );
  };

  return {
    account,
    listDrafts: () =>
      run(async (db) => {
        const rows = await rowsOf<DraftRow>(db, 'drafts');
        const drafts = present(await Promise.all(rows.map((row) => openDraft(db, shelf, row))));
        return drafts.toSorted((a, b) => b.savedAt - a.savedAt);
      }),
    findDraft: (id) =>
      run(async (db) => {
        const [row] = await rowsOf<DraftRow>(db, 'drafts', [id]);
        const draft = row ? await openDraft(db, shelf, row) : null;
        // One that the person has ended as it lies stands in the way of nothing.
        const lying = draft ? undefined : await asideOf(db, 'drafts', id);
        if (lying && !lying.ended) throw new Refused({ code: 'corrupt' });
        return draft;
      }),
    saveDraft,
    addFile,
    dropDraft: (id) =>
      write((db) =>
        readwrite(db, fileTables(db), async () => {
          const row = await db.drafts.get(id);
          await endDraft(db, id);
          await standDeleted(db, id);
          await dropUnneeded(db, row?.files ?? []);
        }),
      ),
    findFile: (hash) =>
      run(async (db) => {
        const [row] = await rowsOf<FileRow>(db, 'files', [hash]);
        const bytes = row ? await shelf.openFile(db, row) : null;
        if (!bytes && (await asideOf(db, 'files', hash))) throw new Refused({ code: 'corrupt' });
        return bytes;
      }),
    enqueue,
    listOutbox: () =>
      run(async (db) => {
        const rows = await rowsOf<OutboxRow>(db, 'outbox');
        const entries = await Promise.all(rows.map((row) => shelf.openEntry(db, row)));
        return entries.filter(isSomebodys);
      }),
    reviveRefused,
    listDossiers: () =>
      run(async (db) => {
        const rows = await rowsOf<DossierRow>(db, 'dossiers');
        const dossiers = await Promise.all(rows.map((row) => shelf.open<Dossier>(db, 'dossiers', row.id, row)));
        return present(dossiers).toSorted((a, b) => b.submittedAt - a.submittedAt);
      }),
    listUntold: () =>
      run(async (db) => {
        const { epoch, replayed = true } = must(await db.state.get('state'), 'state');
        if (!epoch) return [];
        return (await rowsOf<DossierRow>(db, 'dossiers'))
          .filter((row) => row.epoch && row.epoch !== epoch)
          .map(({ id }) => ({ dossier: id, isLost: replayed }));
      }),
    listReceipts: (dossier) =>
      run(async (db) => {
        const rows = await db.receipts.where('dossier').equals(dossier).toArray();
        const receipts = rows.map((row) => shelf.open<KeptReceipt>(db, 'receipts', row.id, row));
        return present(await Promise.all(receipts)).toSorted((a, b) => a.at - b.at);
      }),
    listStandings: () => run((db) => listStandings(db, shelf)),
    findStanding: (id) => run(async (db) => openStanding(db, shelf, id, await db.standings.get(id))),
    takeArrivals: async (procedureOf) => {
      const taken = await run((db) => takeArrivals(db, sealer, shelf, procedureOf));
      // Whoever watches asks for this again: nothing new must not be news.
      if (taken.ok && taken.value > 0) watched.changed();
      return taken;
    },
    settleDraft: async (draft, seen) => {
      const next = nextRev(draft);
      const row = await sealDraft(sealer, next);
      return write(async (db) => {
        await settle(db, shelf, row, seen);
        return next;
      });
    },
    setSending: (choice) =>
      write((db) =>
        readwrite(db, [db.state], async () => {
          await db.state.update('state', choice);
        }),
      ),
    listProgress: () =>
      run((db) =>
        db.transaction('r', [db.progress, db.files], async (): Promise<FileProgress[]> => {
          const held = new Set(await db.files.toCollection().primaryKeys());
          const rows = await db.progress.toArray();
          return rows.map(({ sent, ...file }) => ({ file, sent, held: held.has(file.hash) }));
        }),
      ),
    listMissing: () => run(async (db) => must(await db.state.get('state'), 'state').missing ?? null),
    readLog: () =>
      run(async (db) => {
        const rows = await db.log.orderBy('n').toArray();
        return present(await Promise.all(rows.map((row) => orNull(() => sealer.open<LogLine>('log', row.n, row)))));
      }),
    listAside: () => run(listAside),
    noteAsideSeen: () =>
      write(async (db) => {
        await readwrite(db, [db.aside], () => db.aside.toCollection().modify({ seen: true }));
      }),
    listWallet: async () => (await wallet()).list(),
    keepPaper: async (...paper) => (await wallet()).keep(...paper),
    dropPaper: async (id) => (await wallet()).drop(id),
    takePages: async (...pages) => (await wallet()).take(...pages),
    listSearches: searches.list,
    keepSearches: searches.keep,
    listFavourites: favourites.list,
    keepFavourites: favourites.keep,
    listLooks: looks.list,
    keepLooks: looks.keep,
    sync: syncStore({ account, sealer, shelf, run, write, ids: deps.ids }),
    watch: watched.watch,
    close: () => {
      watched.close();
      connection.close();
    },
  };
}

/** False for an empty command that fills a gap: it is nobody's work. */
function isSomebodys(entry: StoredEntry): entry is OutboxEntry {
  return 'dossier' in entry.command.intent;
}

function present<T>(values: readonly (T | null)[]): T[] {
  return values.filter((value) => value !== null);
}

/** Compare-and-set: the stored draft must be the one `row` was made from, or this very row from before a lost connection. */
async function putDraft(db: AccountDb, row: DraftRow): Promise<void> {
  const stored = await storedDraft(db, { id: row.id, rev: row.rev - 1 });
  if (stored && sameSealing(stored, row)) return;
  const rev = stored?.rev ?? 0;
  if (rev !== row.rev - 1) throw new Refused({ code: 'stale', rev });
  await db.drafts.put(row);
  const kept = new Set(row.files);
  await dropUnneeded(
    db,
    (stored?.files ?? []).filter((hash) => !kept.has(hash)),
  );
}

/** How much of it has gone is known only while its bytes have been here: one that was let go may never have arrived. */
async function putFile(db: AccountDb, file: FileRef, body: FileRow): Promise<void> {
  const wasHere = (await db.files.where('hash').equals(file.hash).count()) > 0;
  const before = wasHere ? await db.progress.get(file.hash) : undefined;
  await db.files.put(body);
  await db.progress.put({ ...file, sent: before?.sent ?? 0 });
}

/** The entry and the end of the draft it freezes in one transaction; the entry takes over the draft's files. Answers the entry that was there before, if any. */
function putEntry(db: AccountDb, row: OutboxRow, draft: Draft | null): Promise<'put' | 'taken' | OutboxRow> {
  return readwrite(db, [db.state, ...fileTables(db)], async () => {
    const before = await db.outbox.where('id').equals(row.id).first();
    if (before) return before;
    const state = must(await db.state.get('state'), 'state');
    if (state.seq !== row.seq - 1) return 'taken';
    const stored = draft ? await storedDraft(db, draft) : undefined;
    const rev = stored?.rev ?? 0;
    if (draft && rev !== draft.rev) throw new Refused({ code: 'stale', rev });
    await db.outbox.add(row);
    if (draft) {
      await endDraft(db, draft.id);
      if (!isSupplement(draft)) await standSent(db, draft.id);
      await dropUnneeded(db, stored?.files ?? []);
    }
    await db.state.put({ ...state, seq: row.seq });
    return 'put';
  });
}

function entryOf(
  intent: CitizenIntent,
  id: Command['id'],
  seq: number,
  madeAt: number,
  files: readonly FileRef[],
): OutboxEntry {
  const command: Command = { id, seq, madeAt, intent };
  return { command, bytes: bytesOf(command), files, refusal: null };
}
