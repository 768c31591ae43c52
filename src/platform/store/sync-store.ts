import { must } from '#core/assert.ts';
import { dossierOf } from '#core/dossier/command.ts';
import { filesOf, type Dossier, type FileRef, type Uuid } from '#core/dossier/dossier.ts';
import type { OutboxEntry, Stored, SyncStore } from '#core/ports.ts';
import { cursorAfter, takeChanges, waitingFiles } from './plan.ts';
import type { Sealed, Sealer } from './seal.ts';
import { releaseArrived, type AccountDb, type DossierRow, type LogRow, type OutboxRow } from './tables.ts';
import { readwrite } from './transaction.ts';

const LOG_LINES = 500;

type Run = <T>(work: (db: AccountDb) => Promise<T>) => Promise<Stored<T>>;
type Answer = Parameters<SyncStore['record']>[0];

/** What the engine reads and writes, over the same database as the screens' store. */
export function syncStore(account: string, sealer: Sealer, run: Run, write: Run): SyncStore {
  const openEntry = (row: OutboxRow): Promise<OutboxEntry> => sealer.open<OutboxEntry>('outbox', row.seq, row);
  const openDossier = (row: DossierRow): Promise<Dossier> => sealer.open<Dossier>('dossiers', row.id, row);

  /** Everything an answer changes, opened, decided and sealed again before the transaction that writes it. */
  const prepare = (db: AccountDb, answer: Answer) => prepared(db, sealer, answer, openEntry, openDossier);

  return {
    start: () =>
      run(async (db) => {
        const state = must(await db.state.get('state'), 'state');
        const entries = await Promise.all((await db.outbox.orderBy('seq').toArray()).map(openEntry));
        const contact = state.contact && (await sealer.open<{ at: number }>('state', 'contact', state.contact));
        return {
          account,
          device: state.device,
          cursor: state.cursor,
          unsent: entries
            .filter((entry) => entry.refusal === null)
            .map(({ command, bytes }) => ({ seq: command.seq, bytes })),
          lastContactAt: contact?.at ?? null,
        };
      }),

    commands: (seqs) =>
      run(async (db) => {
        const rows = (await db.outbox.bulkGet([...seqs])).filter((row) => row !== undefined);
        return (await Promise.all(rows.map(openEntry))).map((entry) => entry.command);
      }),

    record: async (answer) => {
      for (;;) {
        const written = await write(async (db) => commit(db, answer, await prepare(db, answer)));
        if (!written.ok) return written;
        if (written.value) return { ok: true, value: written.value };
      }
    },

    fileBytes: (hash) =>
      run(async (db) => {
        const row = await db.files.get(hash);
        return row ? sealer.openBytes('files', hash, row) : null;
      }),

    noteSent: (hash, sent) =>
      write(async (db) => {
        await readwrite(db, [db.progress], () => db.progress.update(hash, { sent }));
      }),

    log: (line) =>
      write(async (db) => {
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
      }),
  };
}

type Prepared = {
  readonly recordings: number;
  readonly broken: boolean;
  readonly contact: Sealed;
  readonly done: readonly OutboxRow[];
  readonly refused: readonly OutboxRow[];
  readonly dossiers: readonly DossierRow[];
  readonly reset: readonly Uuid[];
  readonly arrived: readonly FileRef[];
};

async function prepared(
  db: AccountDb,
  sealer: Sealer,
  answer: Answer,
  openEntry: (row: OutboxRow) => Promise<OutboxEntry>,
  openDossier: (row: DossierRow) => Promise<Dossier>,
): Promise<Prepared> {
  // Read first of all: a recording by another tab from here on shows in it.
  const { recordings } = must(await db.state.get('state'), 'state');

  const done: OutboxRow[] = [];
  const refused: OutboxRow[] = [];
  const concerned = new Set(answer.changes.map((change) => change.dossier));
  for (const outcome of answer.outcomes) {
    const row = await db.outbox.get(outcome.seq);
    if (!row || row.id !== outcome.id) continue;
    const entry = await openEntry(row);
    concerned.add(dossierOf(entry.command));
    if (outcome.result === 'done') done.push(row);
    else {
      const sealed = await sealer.seal('outbox', row.seq, { ...entry, refusal: outcome.refusal });
      refused.push({ ...row, ...sealed });
    }
  }

  const known = new Map<Uuid, Dossier>();
  for (const row of await db.dossiers.bulkGet([...concerned])) if (row) known.set(row.id, await openDossier(row));
  const taken = takeChanges(known, answer.changes);
  const dossiers: DossierRow[] = [];
  const reset: Uuid[] = [];
  for (const [id, dossier] of taken.dossiers) {
    if (!dossier) reset.push(id);
    else dossiers.push({ ...(await sealer.seal('dossiers', id, dossier)), id, waiting: waitingFiles(dossier) });
  }

  const after = [...concerned].map((id) => taken.dossiers.get(id) ?? known.get(id));
  const arrived = after.flatMap((dossier) => (dossier?.papersComplete ? filesOf(dossier.attachments) : []));
  const contact = await sealer.seal('state', 'contact', { at: answer.at });
  return { recordings, broken: taken.broken, contact, done, refused, dossiers, reset, arrived };
}

/** Writes it all or nothing. Null when another tab recorded something meanwhile: prepare again. */
function commit(
  db: AccountDb,
  answer: Answer,
  plan: Prepared,
): Promise<{ readonly toUpload: readonly FileRef[] } | null> {
  return readwrite(db, [db.state, db.outbox, db.dossiers, db.drafts, db.files, db.progress], async () => {
    const state = must(await db.state.get('state'), 'state');
    if (state.recordings !== plan.recordings) return null;
    await db.outbox.bulkDelete(plan.done.map((row) => row.seq));
    for (const row of plan.refused) if (await db.outbox.get(row.seq)) await db.outbox.put(row);
    await db.dossiers.bulkPut([...plan.dossiers]);
    await db.dossiers.bulkDelete([...plan.reset]);
    await releaseArrived(db, plan.arrived);
    await db.state.put({
      ...state,
      recordings: state.recordings + 1,
      cursor: cursorAfter(state.cursor, answer.changes, answer.cursor, plan.broken),
      contact: plan.contact,
    });
    const missing = [...answer.missingFiles];
    const held = new Set(await db.files.where('hash').anyOf(missing).primaryKeys());
    const rows = await db.progress.where('hash').anyOf(missing).toArray();
    return {
      toUpload: rows.filter((row) => held.has(row.hash)).map(({ hash, size, type }) => ({ hash, size, type })),
    };
  });
}
