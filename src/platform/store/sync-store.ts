import { must } from '#core/assert.ts';
import type { Ids, LogLine, OutgoingDraft, Stored, SyncStore } from '#core/ports.ts';
import { packDrafts, pushOf } from '#core/sync/drafts.ts';
import type { SentCommand } from '#core/sync/messages.ts';
import { rowsOf, type Shelf } from './aside.ts';
import { orNull } from './failure.ts';
import { recordAnswer } from './record.ts';
import { bytesOf, needsRetelling } from './plan.ts';
import type { Sealer } from './seal.ts';
import { openDraft, openStanding } from './standings.ts';
import type { AccountDb, DraftRow, FileRow, LogRow, OutboxRow } from './tables.ts';
import { readwrite } from './transaction.ts';

const LOG_LINES = 500;

export type Run = <T>(work: (db: AccountDb) => Promise<T>) => Promise<Stored<T>>;

/** Whose store it is, its key, and the ways to read and write it that the screens' store has. */
type SyncStoreParts = {
  readonly account: string;
  readonly sealer: Sealer;
  readonly shelf: Shelf;
  readonly run: Run;
  readonly write: Run;
  readonly ids: Ids;
};

/** What the engine reads and writes, over the same database as the screens' store. */
export function syncStore({ account, sealer, shelf, run, write, ids }: SyncStoreParts): SyncStore {
  return {
    start: () =>
      run(async (db) => {
        const state = must(await db.state.get('state'), 'state');
        const rows = await rowsOf<OutboxRow>(db, 'outbox');
        const entries = await Promise.all(rows.map((row) => shelf.openEntry(db, row)));
        const { contact: sealed } = state;
        const contact = sealed && (await orNull(() => sealer.open<{ at: number }>('state', 'contact', sealed)));
        return {
          account,
          device: state.device,
          cursor: needsRetelling(state.told) ? 0 : state.cursor,
          draftCursor: state.draftCursor ?? 0,
          epoch: state.epoch ?? null,
          first: state.first ?? null,
          photos: state.photos ?? 'any',
          unsent: entries
            .filter((entry) => entry.refusal === null)
            .map(({ command, bytes }) => ({ seq: command.seq, bytes })),
          lastContactAt: contact?.at ?? null,
        };
      }),

    outgoing: (seqs, draftsSavedBefore) =>
      run(async (db) => {
        const rows = await rowsOf<OutboxRow>(db, 'outbox', seqs);
        const entries = await Promise.all(rows.map((row) => shelf.openEntry(db, row)));
        const commands: SentCommand[] = entries.flatMap(({ command, refusal }) => (refusal === null ? [command] : []));
        return {
          commands,
          drafts: packDrafts(
            draftsSavedBefore > 0 ? await draftsToPush(db, shelf, draftsSavedBefore) : [],
            sum(commands.map(bytesOf)),
          ),
          answeredAt: must(await db.state.get('state'), 'state').answeredAt ?? null,
        };
      }),

    record: (response, pushed, at) => recordAnswer({ ids, sealer, shelf, write, response, pushed, at }),

    fileBytes: (hash) =>
      run(async (db) => {
        const [row] = await rowsOf<FileRow>(db, 'files', [hash]);
        return row ? shelf.openFile(db, row) : null;
      }),

    noteSent: (hash, sent) =>
      write(async (db) => {
        await readwrite(db, [db.progress], () => db.progress.update(hash, { sent }));
      }),

    log: (line) => write((db) => appendLine(db, sealer, line)),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

async function appendLine(db: AccountDb, sealer: Sealer, line: LogLine): Promise<void> {
  for (;;) {
    const last = await db.log.orderBy('n').last();
    const n = (last?.n ?? 0) + 1;
    const row: LogRow = { ...(await sealer.seal('log', n, line)), n };
    const put = await readwrite(db, [db.log], async () => {
      if (await db.log.get(n)) return false;
      await db.log.add(row);
      await db.log
        .where('n')
        .belowOrEqual(n - LOG_LINES)
        .delete();
      return true;
    });
    if (put) return;
  }
}

/** Drafts at rest that the server has not got, the one that has waited longest first, and deletions it has not heard of. */
async function draftsToPush(db: AccountDb, shelf: Shelf, savedBefore: number): Promise<OutgoingDraft[]> {
  const standings = new Map((await db.standings.toArray()).map((row) => [row.id, row]));
  const outgoing: (OutgoingDraft & { readonly savedAt: number })[] = [];
  for (const row of await rowsOf<DraftRow>(db, 'drafts')) {
    const standing = standings.get(row.id);
    standings.delete(row.id);
    if (standing && (standing.theirs || row.rev <= standing.pushedRev)) continue;
    const draft = await openDraft(db, shelf, row);
    if (!draft) continue;
    const push = draft.savedAt < savedBefore ? pushOf(draft, await openStanding(db, shelf, row.id, standing)) : null;
    if (push) outgoing.push({ push, rev: draft.rev, savedAt: draft.savedAt });
  }
  const deletions = [...standings.values()].flatMap((row) => {
    const { id, base, pushedRev, deleted } = row;
    const push = row.theirs ? null : pushOf(null, { id, base, pushedRev, deleted, theirs: null });
    return push ? [{ push, rev: 0 }] : [];
  });
  const oldestFirst = outgoing.toSorted((a, b) => a.savedAt - b.savedAt);
  return [...deletions, ...oldestFirst.map(({ push, rev }) => ({ push, rev }))];
}
