import type { Dossier, Sha256, Uuid } from '#core/dossier/dossier.ts';
import type { Ids, OutboxEntry, OutgoingDraft, Recorded } from '#core/ports.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { arrive, inNewEpoch, NEW_STANDING, packDrafts, pushOf } from '#core/sync/drafts.ts';
import { PROTOCOL, type SyncResponse } from '#core/sync/messages.ts';
import {
  ackedBefore,
  cursorAfter,
  forgottenSeqs,
  hashesOf,
  neededFiles,
  needsRetelling,
  OLDER_WORDS,
  papersReleasedUpTo,
  releasedUpTo,
  replacedFiles,
  takeChanges,
} from '#platform/store/plan.ts';
import { settleAside, voidEntry } from './memory-aside.ts';
import type { Rows, Standing, Tx } from './memory-rows.ts';

/** What recording an answer does to the rows in memory; the same promises as `src/platform/store/record.ts`. */
export function recordAnswer(
  tx: Tx,
  response: SyncResponse,
  pushed: readonly OutgoingDraft[],
  at: number,
  ids: Ids,
): Recorded {
  const before = tx.rows;
  const newEpoch = before.epoch !== null && before.epoch !== response.epoch;
  const retelling = needsRetelling(before.told ?? undefined);
  const startsOver = newEpoch || retelling;
  if (retelling) for (const id of before.dossiers.keys()) tx.set('toldIn', id, OLDER_WORDS);
  const acked = before.acked ?? ackedIn(before);

  const again = forgotten(tx, acked, response, ids);
  const concerned = new Set(response.changes.map((change) => change.dossier));
  for (const outcome of response.outcomes) {
    const entry = before.outbox.get(outcome.seq);
    if (!entry || entry.command.id !== outcome.id) continue;
    settle(tx, entry, outcome, response);
    if ('dossier' in entry.command.intent) concerned.add(entry.command.intent.dossier);
  }
  for (const { entry } of again) {
    tx.set('outbox', entry.command.seq, entry);
    tx.drop('kept', entry.command.seq);
  }

  const known = new Map<Uuid, Dossier>();
  for (const [id, dossier] of before.dossiers) {
    if (tx.rows.toldIn.get(id) === response.epoch) known.set(id, dossier);
  }
  const taken = takeChanges(known, response.changes);
  const upTo = papersReleasedUpTo(response);
  for (const [id, dossier] of taken.dossiers) {
    if (dossier) {
      tx.set('dossiers', id, dossier);
      tx.set('needed', id, neededFiles(dossier, upTo));
      tx.set('toldIn', id, response.epoch);
    } else for (const table of ['dossiers', 'needed', 'toldIn'] as const) tx.drop(table, id);
  }
  if (startsOver) {
    for (const [hash, row] of tx.rows.progress) if (row.sent > 0) tx.set('progress', hash, { ...row, sent: 0 });
  }
  // What they name stays, whatever else lets go of it.
  const joins = recordDrafts(tx, response, pushed, newEpoch);
  letGoReplaced(
    tx,
    replacedFiles(response.changes, (id) => taken.dossiers.get(id)),
  );
  for (const id of concerned) {
    const dossier = taken.dossiers.get(id) ?? known.get(id);
    if (!dossier?.papersComplete) continue;
    for (const hash of hashesOf(dossier.attachments)) noteArrived(tx, hash);
    release(tx, hashesOf(dossier.attachments));
  }
  releasePapers(tx, response);
  releaseKept(tx, response);
  for (const hash of response.missingFiles) {
    const row = tx.rows.progress.get(hash);
    if (row && row.sent >= row.file.size) tx.set('progress', hash, { ...row, sent: 0 });
  }

  const draftCursor = joins && !tx.rows.retellDrafts ? response.draftCursor : 0;
  const broken = taken.broken || before.retellDossiers;
  const cursor = cursorAfter(startsOver ? 0 : before.cursor, response.changes, response.cursor, broken);
  const top = Math.max(...response.outcomes.map(({ seq }) => seq), 0);
  const replayed = (!startsOver && before.replayed) || (!response.more && cursor === response.cursor);
  const retold = [...concerned].some((id) => before.dossiers.has(id) && !known.has(id));
  if (!response.more && (retold || (replayed && (startsOver || !before.replayed)))) {
    tx.dropUnneeded([...tx.rows.files.keys()]);
  }
  tx.put({
    cursor,
    draftCursor,
    epoch: response.epoch,
    told: PROTOCOL,
    acked: again.length > 0 ? response.lastSeq : Math.max(acked, top),
    answeredAt: response.serverTime,
    replayed,
    lastContactAt: at,
    missing: response.missingFiles,
    retellDrafts: false,
    retellDossiers: false,
  });
  return {
    cursor,
    draftCursor,
    epoch: response.epoch,
    toUpload: response.missingFiles.flatMap((hash) => {
      const row = tx.rows.progress.get(hash);
      return row && tx.rows.files.has(hash) ? [{ ...row.file, dossier: dossierOf(tx.rows, hash) }] : [];
    }),
    resend: again.map(({ entry }) => ({ seq: entry.command.seq, bytes: entry.bytes })),
  };
}

function settle(tx: Tx, entry: OutboxEntry, outcome: SyncResponse['outcomes'][number], response: SyncResponse): void {
  const { command } = entry;
  if (!('dossier' in command.intent)) settleAside(tx, outcome);
  else if (outcome.result === 'refused') return tx.set('outbox', outcome.seq, { ...entry, refusal: outcome.refusal });
  tx.drop('outbox', outcome.seq);
  const files = response.backedUpTo === null ? [] : entry.files.map(({ hash }) => hash);
  tx.set('kept', outcome.seq, { entry, at: outcome.at, files });
  if (outcome.result === 'refused' || !('dossier' in command.intent)) return;
  const { dossier, type } = command.intent;
  tx.set('receipts', command.id, { command: command.id, dossier, type, at: outcome.at, receipt: outcome.receipt });
}

function forgotten({ rows }: Tx, acked: number, response: SyncResponse, ids: Ids): { readonly entry: OutboxEntry }[] {
  return forgottenSeqs(acked, response.lastSeq).map((seq) => {
    const before = rows.kept.get(seq)?.entry ?? rows.outbox.get(seq);
    if (before) return { entry: { ...before, refusal: null } };
    return { entry: voidEntry(ids.uuid(), seq, response.serverTime) };
  });
}

function ackedIn({ outbox, seq }: Rows): number {
  const waiting = [...outbox.values()].filter(({ refusal }) => refusal === null);
  return ackedBefore(
    waiting.map(({ command }) => command),
    seq,
  );
}

function release(tx: Tx, hashes: readonly Sha256[]): void {
  for (const hash of hashes) {
    if (tx.named(hash)) continue;
    tx.drop('files', hash);
    noteArrived(tx, hash);
  }
}

function noteArrived(tx: Tx, hash: Sha256): void {
  const row = tx.rows.progress.get(hash);
  if (row) tx.set('progress', hash, { ...row, sent: row.file.size });
}

function releasePapers(tx: Tx, response: SyncResponse): void {
  const missing = new Set(response.missingFiles);
  for (const [id, hashes] of tx.rows.needed) {
    const dossier = tx.rows.dossiers.get(id);
    const upTo = papersReleasedUpTo(response, tx.rows.toldIn.get(id) ?? null);
    if (hashes.length === 0 || !dossier || neededFiles(dossier, upTo).length > 0) continue;
    if (hashes.some((hash) => missing.has(hash))) continue;
    tx.set('needed', id, []);
    release(tx, hashes);
  }
}

function releaseKept(tx: Tx, response: SyncResponse): void {
  const upTo = releasedUpTo(response);
  const missing = new Set(response.missingFiles);
  for (const [seq, { at, files }] of tx.rows.kept) {
    if (at > upTo || files.some((hash) => missing.has(hash))) continue;
    tx.drop('kept', seq);
    release(tx, files);
  }
}

function letGoReplaced(tx: Tx, hashes: readonly Sha256[]): void {
  for (const hash of hashes) {
    if ([...tx.rows.needed.values()].some((needed) => needed.includes(hash))) continue;
    for (const [seq, kept] of tx.rows.kept) {
      if (kept.files.includes(hash)) tx.set('kept', seq, { ...kept, files: kept.files.filter((at) => at !== hash) });
    }
    tx.dropUnneeded([hash]);
  }
}

/** Which dossier a file is for: one that needs it, or one whose command named it. */
function dossierOf({ needed, kept }: Rows, hash: Sha256): Uuid | null {
  for (const [id, hashes] of needed) if (hashes.includes(hash)) return id;
  for (const { entry, files } of kept.values()) if (files.includes(hash)) return entry.command.intent.dossier;
  return null;
}

function recordDrafts(tx: Tx, response: SyncResponse, pushed: readonly OutgoingDraft[], newEpoch: boolean): boolean {
  if (newEpoch) {
    for (const [id, standing] of tx.rows.standings) tx.set('standings', id, inNewEpoch(standing));
  }
  let joins = true;
  const before = new Set<Sha256>();
  for (const { id, rev, result } of response.draftOutcomes) {
    const sent = pushed.find(({ push }) => push.id === id);
    if (!sent) continue;
    for (const hash of tx.rows.standings.get(id)?.files ?? []) before.add(hash);
    if (result === 'differs') joins &&= response.drafts.some((draft) => draft.id === id);
    else if (tx.rows.standings.get(id)?.sent) continue;
    else if (sent.push.body === null) tx.drop('standings', id);
    else {
      const deleted = tx.storedDraft(id) === undefined;
      tx.set('standings', id, { ...NEW_STANDING(id), base: rev, pushedRev: sent.rev, deleted });
    }
  }
  for (const draft of response.drafts) {
    const standing: Standing = tx.rows.standings.get(draft.id) ?? NEW_STANDING(draft.id);
    for (const hash of standing.files ?? []) before.add(hash);
    // The dossier that was made of it may need its pages, and is heard of later.
    const unheard = draft.over === 'submitted' && !tx.rows.dossiers.has(draft.id);
    const files = unheard ? (standing.files ?? []) : hashesOf(draft.body?.attachments ?? []);
    if (standing.sent) {
      if (draft.body === null) tx.drop('standings', draft.id);
    } else tx.set('standings', draft.id, { ...standing, theirs: draft, files });
  }
  tx.dropUnneeded([...before]);
  return joins;
}

/** Takes over other phones' versions where nothing stands against it; answers how many drafts changed. */
export function takeArrivals(tx: Tx, procedureOf: (code: string, version: number) => Procedure | null): number {
  let changed = 0;
  // What arrives goes before what is over: both may name one photo, which must not go in between.
  const inOrder = [...tx.rows.standings].toSorted(([, a], [, b]) => Number(!a.theirs?.body) - Number(!b.theirs?.body));
  for (const [id, standing] of inOrder) {
    if (!standing.theirs) continue;
    if (standing.theirs.over === 'submitted' && !tx.rows.dossiers.has(id)) continue;
    const mine = tx.rows.drafts.get(id) ?? null;
    const arrival = arrive(mine, standing, standing.theirs, procedureOf, tx.rows.dossiers.get(id) ?? null);
    if (arrival.do === 'wait' || (arrival.do === 'keepBoth' && arrival.standing.theirs)) continue;
    if (arrival.do === 'drop') {
      tx.drop('standings', id);
      tx.endDraft(id);
    } else tx.set('standings', id, { ...arrival.standing, files: [] });
    if (arrival.do === 'take') tx.set('drafts', id, arrival.draft);
    if (arrival.do !== 'keepBoth') changed += 1;
    tx.dropUnneeded([...hashesOf(mine?.attachments ?? []), ...(standing.files ?? [])]);
  }
  return changed;
}

export function standDeleted(tx: Tx, id: Uuid): void {
  const standing = tx.rows.standings.get(id);
  if (!standing) return;
  // What another phone wrote meanwhile was not thrown away: it comes again, and its pages stay for it.
  if (standing.base === 0 && !standing.theirs) tx.drop('standings', id);
  else tx.set('standings', id, { ...standing, theirs: null, deleted: true });
}

export function draftsToPush(rows: Rows, savedBefore: number, commandBytes: number): OutgoingDraft[] {
  const drafts = [...rows.drafts.values()]
    .filter(({ savedAt }) => savedAt < savedBefore)
    .map((draft) => ({ draft, push: pushOf(draft, rows.standings.get(draft.id) ?? NEW_STANDING(draft.id)) }));
  const deletions = [...rows.standings.values()].filter(({ id }) => !rows.drafts.has(id));
  const waiting = [
    ...deletions.map((standing) => ({ rev: 0, push: savedBefore > 0 ? pushOf(null, standing) : null })),
    ...drafts
      .toSorted((a, b) => a.draft.savedAt - b.draft.savedAt)
      .map(({ draft, push }) => ({ rev: draft.rev, push })),
  ].flatMap(({ rev, push }) => (push ? [{ rev, push }] : []));
  return packDrafts(waiting, commandBytes);
}
