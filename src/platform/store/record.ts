import { must } from '#core/assert.ts';
import type { Dossier, Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Ids, KeptReceipt, OutgoingDraft, Recorded, Stored, Wanted } from '#core/ports.ts';
import { PROTOCOL, type Outcome, type SyncResponse } from '#core/sync/messages.ts';
import { rowsOf, VOID, type Shelf } from './aside.ts';
import {
  ackedBefore,
  bytesOf,
  cursorAfter,
  forgottenSeqs,
  hashesOf,
  neededFiles,
  needsRetelling,
  OLDER_WORDS,
  papersArrivedAt,
  papersReleasedUpTo,
  replacedFiles,
  takeChanges,
} from './plan.ts';
import { letGoReplaced, releaseKept, releasePapers } from './release.ts';
import type { Sealed, Sealer } from './seal.ts';
import { sealTheirs, storedDraft } from './standings.ts';
import {
  dropUnneeded,
  fileTables,
  NO_THEIRS,
  releaseArrived,
  type AccountDb,
  type AsideRow,
  type DossierRow,
  type KeptRow,
  type OutboxRow,
  type ReceiptRow,
  type StateRow,
  type StoredEntry,
  type Theirs,
} from './tables.ts';
import type { Run } from './sync-store.ts';
import { readwrite } from './transaction.ts';

type Recording = {
  readonly ids: Ids;
  readonly sealer: Sealer;
  readonly shelf: Shelf;
  readonly write: Run;
  readonly response: SyncResponse;
  readonly pushed: readonly OutgoingDraft[];
  /** This phone's time. */
  readonly at: number;
};

/**
 * Records an answer of the server in one transaction. What it changes is opened, decided and sealed again before
 * that transaction, which ends as soon as it waits for anything but the database; when another tab recorded
 * something meanwhile, all of it is prepared anew.
 */
export async function recordAnswer(recording: Recording): Promise<Stored<Recorded>> {
  for (;;) {
    const written = await recording.write(async (db) => commit(db, recording, await prepare(db, recording)));
    if (!written.ok) return written;
    if (written.value) return { ok: true, value: written.value };
  }
}

type AsideOutcome = NonNullable<AsideRow['outcome']>;

type Prepared = {
  readonly recordings: number;
  readonly broken: boolean;
  readonly contact: Sealed;
  readonly done: readonly OutboxRow[];
  readonly refused: readonly OutboxRow[];
  readonly kept: readonly KeptRow[];
  readonly receipts: readonly ReceiptRow[];
  /** What the server says of commands that did not open here. */
  readonly asked: readonly { readonly command: Uuid; readonly outcome: AsideOutcome }[];
  /** The highest seq with an outcome before this answer. */
  readonly acked: number;
  /** Back in the outbox: acknowledged once, and forgotten by the server. */
  readonly again: readonly { readonly row: OutboxRow; readonly bytes: number }[];
  readonly dossiers: readonly DossierRow[];
  readonly reset: readonly Uuid[];
  /** Files of the dossiers concerned whose papers are all there. */
  readonly arrived: readonly Sha256[];
  /** Some dossier was known from an earlier epoch alone. */
  readonly retold: boolean;
  /** Files that were to come and were photographed again: nobody asks for them any more. */
  readonly replaced: readonly Sha256[];
  readonly theirs: ReadonlyMap<Uuid, Theirs>;
};

async function prepare(db: AccountDb, { ids, sealer, shelf, response, at }: Recording): Promise<Prepared> {
  // Read first of all: a recording by another tab from here on shows in it.
  const state = must(await db.state.get('state'), 'state');
  const settled = await settleOutcomes(db, sealer, shelf, response);
  const acked = state.acked ?? (await ackedIn(db, shelf, state));

  const concerned = new Set([...response.changes.map((change) => change.dossier), ...settled.dossiers]);
  const known = new Map<Uuid, Dossier>();
  let retold = false;
  for (const row of await rowsOf<DossierRow>(db, 'dossiers', [...concerned])) {
    // What an earlier epoch told of a dossier may not be so any more: it is told again from its first event.
    if (isOfEarlierEpoch(row, state, response)) {
      retold = true;
      continue;
    }
    const dossier = await shelf.open<Dossier>(db, 'dossiers', row.id, row);
    if (dossier) known.set(row.id, dossier);
  }
  const taken = takeChanges(known, response.changes);
  const upTo = papersReleasedUpTo(response);
  const dossiers: DossierRow[] = [];
  const reset: Uuid[] = [];
  for (const [id, dossier] of taken.dossiers) {
    if (!dossier) reset.push(id);
    else {
      const sealed = await sealer.seal('dossiers', id, dossier);
      const [waiting, arrivedAt] = [neededFiles(dossier, upTo), papersArrivedAt(dossier)];
      dossiers.push({ ...sealed, id, waiting, arrivedAt, epoch: response.epoch });
    }
  }
  const after = [...concerned].map((id) => taken.dossiers.get(id) ?? known.get(id));
  const theirs = new Map<Uuid, Theirs>();
  for (const draft of response.drafts) theirs.set(draft.id, await sealTheirs(sealer, draft));
  return {
    ...settled,
    recordings: state.recordings,
    broken: taken.broken,
    contact: await sealer.seal('state', 'contact', { at }),
    acked,
    again: await forgotten(db, { ids, sealer, shelf }, acked, response),
    dossiers,
    reset,
    arrived: after.flatMap((dossier) => (dossier?.papersComplete ? hashesOf(dossier.attachments) : [])),
    retold,
    replaced: replacedFiles(response.changes, (id) => taken.dossiers.get(id)),
    theirs,
  };
}

/** Where each command with an outcome goes: done ones are kept until a backup has them, refused ones stay in the outbox. */
async function settleOutcomes(db: AccountDb, sealer: Sealer, shelf: Shelf, response: SyncResponse) {
  const done: OutboxRow[] = [];
  const refused: OutboxRow[] = [];
  const kept: KeptRow[] = [];
  const receipts: ReceiptRow[] = [];
  const asked: { command: Uuid; outcome: AsideOutcome }[] = [];
  const dossiers = new Set<Uuid>();
  for (const outcome of response.outcomes) {
    const [row] = await rowsOf<OutboxRow>(db, 'outbox', [outcome.seq]);
    if (!row || row.id !== outcome.id) continue;
    const entry = await shelf.openEntry(db, row);
    const { intent } = entry.command;
    if ('dossier' in intent) dossiers.add(intent.dossier);
    else asked.push({ command: row.id, outcome: said(outcome) });
    if (outcome.result === 'refused' && 'dossier' in intent) {
      const sealed = await sealer.seal('outbox', row.seq, { ...entry, refusal: outcome.refusal });
      refused.push({ ...row, ...sealed });
      continue;
    }
    done.push(row);
    const body = await sealer.seal('kept', row.seq, entry);
    // A server without backups never asks for bytes again, and the phone needs the room.
    const files = response.backedUpTo === null ? [] : row.files;
    kept.push({
      ...body,
      seq: row.seq,
      at: outcome.at,
      files,
      ...('dossier' in intent && { dossier: intent.dossier }),
    });
    if (outcome.result === 'refused' || !('dossier' in intent)) continue;
    const receipt: KeptReceipt = {
      command: outcome.id,
      dossier: intent.dossier,
      type: intent.type,
      at: outcome.at,
      receipt: outcome.receipt,
    };
    receipts.push({ ...(await sealer.seal('receipts', outcome.id, receipt)), id: outcome.id, dossier: intent.dossier });
  }
  return { done, refused, kept, receipts, asked, dossiers };
}

/** Only what the server has stored has a receipt: without one it took the empty command, and never had another. */
function said(outcome: Outcome): AsideOutcome {
  if (outcome.result === 'refused') return 'refused';
  return outcome.receipt === '' ? 'notSent' : 'sent';
}

/** A number whose command this phone has let go of is sent empty, so that those after it join on. */
async function forgotten(
  db: AccountDb,
  { ids, sealer, shelf }: Pick<Recording, 'ids' | 'sealer' | 'shelf'>,
  acked: number,
  response: SyncResponse,
) {
  const again: { row: OutboxRow; bytes: number }[] = [];
  for (const seq of forgottenSeqs(acked, response.lastSeq)) {
    const [kept] = await rowsOf<KeptRow>(db, 'kept', [seq]);
    const [waiting] = await rowsOf<OutboxRow>(db, 'outbox', [seq]);
    const before = kept
      ? await shelf.open<StoredEntry>(db, 'kept', seq, kept)
      : waiting
        ? await shelf.openEntry(db, waiting)
        : null;
    const command = before?.command ?? { id: ids.uuid(), seq, madeAt: response.serverTime, intent: VOID };
    const entry: StoredEntry = { command, bytes: bytesOf(command), files: before?.files ?? [], refusal: null };
    const files = entry.files.map((file) => file.hash);
    again.push({
      row: { ...(await sealer.seal('outbox', seq, entry)), seq, id: command.id, files },
      bytes: entry.bytes,
    });
  }
  return again;
}

async function ackedIn(db: AccountDb, shelf: Shelf, { seq }: StateRow): Promise<number> {
  const rows = await rowsOf<OutboxRow>(db, 'outbox');
  const entries = await Promise.all(rows.map((row) => shelf.openEntry(db, row)));
  const waiting = entries.flatMap(({ command, refusal }) => (refusal === null ? [command] : []));
  return ackedBefore(waiting, seq);
}

function isOfEarlierEpoch(row: DossierRow, state: StateRow, response: SyncResponse): boolean {
  return needsRetelling(state.told) || row.epoch !== response.epoch;
}

/** Writes it all or nothing. Null when another tab recorded something meanwhile: prepare again. */
function commit(db: AccountDb, { response, pushed }: Recording, plan: Prepared): Promise<Recorded | null> {
  return readwrite(db, [db.state, ...fileTables(db), db.receipts], async () => {
    const state = must(await db.state.get('state'), 'state');
    if (state.recordings !== plan.recordings) return null;
    const newEpoch = state.epoch !== undefined && state.epoch !== null && state.epoch !== response.epoch;
    const retelling = needsRetelling(state.told);
    const startsOver = newEpoch || retelling;
    if (retelling) await db.dossiers.toCollection().modify({ epoch: OLDER_WORDS });

    await db.outbox.bulkDelete(plan.done.map((row) => row.seq));
    for (const row of plan.refused) if (await db.outbox.get(row.seq)) await db.outbox.put(row);
    const retell = await settleAside(db, plan.asked);
    await db.kept.bulkPut([...plan.kept]);
    await db.receipts.bulkPut([...plan.receipts]);
    await db.outbox.bulkPut(plan.again.map(({ row }) => row));
    await db.kept.bulkDelete(plan.again.map(({ row }) => row.seq));
    await db.dossiers.bulkPut([...plan.dossiers]);
    await db.dossiers.bulkDelete([...plan.reset]);
    // What a server held before it went back, it may not hold any more.
    if (startsOver) await db.progress.toCollection().modify({ sent: 0 });
    // What they name stays, whatever else lets go of it.
    const draftsJoin = await recordDrafts(db, response, pushed, plan.theirs, newEpoch);
    await letGoReplaced(db, plan.replaced);
    // Whichever phone they came from.
    await db.progress
      .where('hash')
      .anyOf(plan.arrived)
      .modify((row) => void Object.assign(row, { sent: row.size }));
    const free = [...plan.arrived, ...(await releasePapers(db, response)), ...(await releaseKept(db, response))];
    await releaseArrived(db, free);
    // The server lacks what it asks for, whatever was noted here: a page may have gone with a dossier that ended.
    await db.progress
      .where('hash')
      .anyOf([...response.missingFiles])
      .filter((row) => row.sent >= row.size)
      .modify({ sent: 0 });

    const draftCursor = draftsJoin && !retell && !state.retellDrafts ? response.draftCursor : 0;
    const broken = plan.broken || (state.retellDossiers ?? false);
    const cursor = cursorAfter(startsOver ? 0 : state.cursor, response.changes, response.cursor, broken);
    const top = Math.max(...response.outcomes.map(({ seq }) => seq), 0);
    const replayed = (!startsOver && (state.replayed ?? true)) || (!response.more && cursor === response.cursor);
    const allTold = replayed && (startsOver || state.replayed === false);
    // What a dossier waited for in the epoch before it may wait for no more, now that it has been told again.
    if (!response.more && (plan.retold || allTold)) {
      await dropUnneeded(db, await db.files.toCollection().primaryKeys());
    }
    await db.state.put({
      ...state,
      recordings: state.recordings + 1,
      cursor,
      draftCursor,
      epoch: response.epoch,
      told: PROTOCOL,
      acked: plan.again.length > 0 ? response.lastSeq : Math.max(plan.acked, top),
      answeredAt: response.serverTime,
      replayed,
      contact: plan.contact,
      missing: response.missingFiles,
      retellDrafts: false,
      retellDossiers: false,
    });
    return {
      cursor,
      draftCursor,
      epoch: response.epoch,
      toUpload: await wantedOf(db, response.missingFiles),
      resend: plan.again.map(({ row, bytes }) => ({ seq: row.seq, bytes })),
    };
  });
}

/**
 * Notes what became of commands that did not open here. One that never left may have been a draft the server knows of:
 * that is asked for again, and comes back as it was last told. Answers true when it is.
 */
async function settleAside(db: AccountDb, asked: Prepared['asked']): Promise<boolean> {
  let retell = false;
  for (const { command, outcome } of asked) {
    const row = await db.aside.where('command').equals(command).first();
    if (!row) continue;
    // What the server has is the server's to ask for: the dossier names its files from now on.
    await db.aside.update(row.id, { outcome, files: outcome === 'sent' ? [] : row.files });
    if (outcome !== 'notSent' || row.dossier === null) continue;
    await db.standings.delete(row.dossier);
    retell = true;
  }
  return retell;
}

/** Answers false when the server knows of a version that this phone has not heard: drafts are then told from the start. */
async function recordDrafts(
  db: AccountDb,
  response: SyncResponse,
  pushed: readonly OutgoingDraft[],
  theirs: Prepared['theirs'],
  newEpoch: boolean,
): Promise<boolean> {
  // Revisions of another epoch count what is no longer there.
  if (newEpoch) await db.standings.toCollection().modify({ base: 0, pushedRev: 0, theirsRev: 0 });
  let joins = true;
  const before = new Set<Sha256>();
  for (const { id, rev, result } of response.draftOutcomes) {
    const sent = pushed.find(({ push }) => push.id === id);
    if (!sent) continue;
    const row = await db.standings.get(id);
    for (const hash of row?.files ?? []) before.add(hash);
    if (result === 'differs') joins &&= theirs.has(id);
    else if (row?.sent) continue;
    else if (sent.push.body === null) await db.standings.delete(id);
    else {
      // Thrown away while it was on its way: the server hears of that next.
      const deleted = (await storedDraft(db, { id, rev: sent.rev })) === undefined;
      await db.standings.put({ id, base: rev, pushedRev: sent.rev, deleted, ...NO_THEIRS });
    }
  }
  for (const draft of response.drafts) {
    const row = await db.standings.get(draft.id);
    for (const hash of row?.files ?? []) before.add(hash);
    if (row?.sent) {
      if (draft.body === null) await db.standings.delete(draft.id);
      continue;
    }
    const version = must(theirs.get(draft.id), 'a sealed version');
    // The dossier that was made of it may need its pages, and is heard of later.
    const unheard = draft.over === 'submitted' && (await db.dossiers.where('id').equals(draft.id).count()) === 0;
    await db.standings.put({
      id: draft.id,
      base: row?.base ?? 0,
      pushedRev: row?.pushedRev ?? 0,
      deleted: row?.deleted ?? false,
      ...version,
      files: unheard ? (row?.files ?? []) : version.files,
    });
  }
  await dropUnneeded(db, [...before]);
  return joins;
}

/**
 * Of the files the server lacks, those whose bytes are here, each with the dossier they are for. They are given where
 * nothing here tells of one, too: it may not open here, or be known to a server that has not told of it yet.
 */
async function wantedOf(db: AccountDb, missing: readonly Sha256[]): Promise<Wanted[]> {
  const hashes = [...missing];
  const held = new Set(await db.files.where('hash').anyOf(hashes).primaryKeys());
  const rows = await db.progress.where('hash').anyOf(hashes).toArray();
  const waiting = await db.dossiers.where('waiting').anyOf(hashes).toArray();
  // What this phone knows of the dossier may be older than the command that added the paper.
  const kept = await db.kept.where('files').anyOf(hashes).toArray();
  return rows.flatMap(({ hash, size, type }) => {
    const dossier =
      waiting.find((row) => row.waiting.includes(hash))?.id ??
      kept.find(({ files }) => files.includes(hash))?.dossier ??
      null;
    return held.has(hash) ? [{ hash, size, type, dossier }] : [];
  });
}
