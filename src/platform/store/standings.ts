import type { Dossier, Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { arrive, NEW_STANDING, type Arrival, type DraftStanding } from '#core/sync/drafts.ts';
import type { SharedDraft } from '#core/sync/messages.ts';
import { Refused } from './failure.ts';
import { hashesOf } from './plan.ts';
import { sameSealing, type Sealed, type Sealer } from './seal.ts';
import { dropUnneeded, fileTables, type AccountDb, type DraftRow, type StandingRow } from './tables.ts';
import { readwrite } from './transaction.ts';

/** How drafts stand to the server's versions of them, and what comes of it (rules in core/sync/drafts.ts). */

export const openDraft = (sealer: Sealer, row: DraftRow): Promise<Draft> => sealer.open<Draft>('drafts', row.id, row);

export async function sealDraft(sealer: Sealer, draft: Draft): Promise<DraftRow> {
  const sealed = await sealer.seal('drafts', draft.id, draft);
  return { ...sealed, id: draft.id, rev: draft.rev, files: hashesOf(draft.attachments) };
}

export async function openStanding(sealer: Sealer, id: Uuid, row: StandingRow | undefined): Promise<DraftStanding> {
  if (!row) return NEW_STANDING(id);
  const { base, pushedRev, deleted } = row;
  const theirs = row.theirs && (await sealer.open<SharedDraft>('standings', id, row.theirs));
  return { id, base, pushedRev, deleted, theirs };
}

export const sealTheirs = (sealer: Sealer, theirs: SharedDraft): Promise<Sealed> =>
  sealer.seal('standings', theirs.id, theirs);

async function sealStanding(sealer: Sealer, standing: DraftStanding): Promise<StandingRow> {
  const { theirs } = standing;
  return { ...standing, theirsRev: theirs?.rev ?? 0, theirs: theirs && (await sealTheirs(sealer, theirs)) };
}

/** Those of which another phone has a version that nobody has taken over. */
export async function listStandings(db: AccountDb, sealer: Sealer): Promise<DraftStanding[]> {
  const rows = (await db.standings.toArray()).filter((row) => row.theirs);
  return Promise.all(rows.map((row) => openStanding(sealer, row.id, row)));
}

type ProcedureOf = (code: string, version: number) => Procedure | null;

/** Takes over what other phones wrote. Answers how many drafts are different now. */
export async function takeArrivals(db: AccountDb, sealer: Sealer, procedureOf: ProcedureOf): Promise<number> {
  let changed = 0;
  const standings = await listStandings(db, sealer);
  // What arrives goes before what is over: both may name one photo, which must not go in between.
  const inOrder = standings.toSorted((a, b) => Number(!a.theirs?.body) - Number(!b.theirs?.body));
  for (const { id } of inOrder) {
    const row = await db.standings.get(id);
    if (row && (await takeArrival(db, sealer, row, procedureOf))) changed += 1;
  }
  return changed;
}

async function takeArrival(
  db: AccountDb,
  sealer: Sealer,
  row: StandingRow,
  procedureOf: ProcedureOf,
): Promise<boolean> {
  const standing = await openStanding(sealer, row.id, row);
  const stored = await db.drafts.get(row.id);
  const mine = stored ? await openDraft(sealer, stored) : null;
  if (!standing.theirs) return false;
  // The dossier's papers may be on this phone alone: the draft holds them until the dossier is known to need them.
  if (standing.theirs.over === 'submitted' && !(await db.dossiers.get(row.id))) return false;
  const about = await db.dossiers.get(row.id);
  const dossier = about ? await sealer.open<Dossier>('dossiers', row.id, about) : null;
  const arrival = arrive(mine, standing, standing.theirs, procedureOf, dossier);
  if (arrival.do === 'wait' || (arrival.do === 'keepBoth' && arrival.standing.theirs)) return false;
  const draft = arrival.do === 'take' ? await sealDraft(sealer, arrival.draft) : null;
  const after = arrival.do === 'drop' ? null : await sealStanding(sealer, arrival.standing);
  return readwrite(db, [...fileTables(db), db.standings], async () => {
    // Written on, or heard of again, between reading and writing: left for the next time.
    const [now, at] = [await db.drafts.get(row.id), await db.standings.get(row.id)];
    if ((now?.rev ?? 0) !== (stored?.rev ?? 0) || !at?.theirs || !row.theirs || !sameSealing(at.theirs, row.theirs)) {
      return false;
    }
    if (after) await db.standings.put(after);
    else await db.standings.delete(row.id);
    await putArrived(db, arrival, stored, draft);
    return arrival.do !== 'keepBoth';
  });
}

async function putArrived(
  db: AccountDb,
  arrival: Arrival,
  before: DraftRow | undefined,
  after: DraftRow | null,
): Promise<void> {
  if (arrival.do === 'drop') await db.drafts.delete(before?.id ?? '');
  if (after) await db.drafts.put(after);
  if (arrival.do === 'drop' || after) await dropUnneeded(db, before?.files ?? []);
}

/** Notes that a draft was deleted here, for the server to hear of, where it knows of the draft at all. */
export async function standDeleted(db: AccountDb, id: Uuid): Promise<void> {
  const row = await db.standings.get(id);
  if (!row) return;
  const base = Math.max(row.base, row.theirsRev);
  if (base === 0) await db.standings.delete(id);
  else await db.standings.put({ ...row, base, theirs: null, theirsRev: 0, deleted: true });
}

/** The person has chosen: the draft is written over both versions. */
export async function settle(db: AccountDb, row: DraftRow): Promise<void> {
  const stored = await db.drafts.get(row.id);
  if ((stored?.rev ?? 0) !== row.rev - 1) throw new Refused({ code: 'stale', rev: stored?.rev ?? 0 });
  await db.drafts.put(row);
  const standing = await db.standings.get(row.id);
  const base = Math.max(standing?.base ?? 0, standing?.theirsRev ?? 0);
  await db.standings.put({ id: row.id, base, pushedRev: 0, deleted: false, theirs: null, theirsRev: 0 });
  const kept = new Set(row.files);
  await dropUnneeded(
    db,
    (stored?.files ?? []).filter((hash) => !kept.has(hash)),
  );
}
