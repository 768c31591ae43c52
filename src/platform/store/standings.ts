import type { Dossier, Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { arrive, hasSeen, NEW_STANDING, type DraftStanding } from '#core/sync/drafts.ts';
import type { SharedDraft } from '#core/sync/messages.ts';
import { asideOf, rowsOf, type Shelf } from './aside.ts';
import { Refused } from './failure.ts';
import { hashesOf } from './plan.ts';
import { sameSealing, type Sealer } from './seal.ts';
import {
  dropUnneeded,
  fileTables,
  NO_THEIRS,
  type AccountDb,
  type DossierRow,
  type DraftRow,
  type StandingRow,
  type Theirs,
} from './tables.ts';
import { readwrite } from './transaction.ts';

/** How drafts stand to the server's versions of them, and what comes of it (rules in core/sync/drafts.ts). */

export const openDraft = (db: AccountDb, shelf: Shelf, row: DraftRow): Promise<Draft | null> =>
  shelf.open<Draft>(db, 'drafts', row.id, row);

export async function sealDraft(sealer: Sealer, draft: Draft): Promise<DraftRow> {
  const sealed = await sealer.seal('drafts', draft.id, draft);
  const { id, rev, attachments, savedAt } = draft;
  return { ...sealed, id, rev, files: hashesOf(attachments), savedAt };
}

export async function openStanding(
  db: AccountDb,
  shelf: Shelf,
  id: Uuid,
  row: StandingRow | undefined,
): Promise<DraftStanding> {
  if (!row) return NEW_STANDING(id);
  const { base, pushedRev, deleted } = row;
  const theirs = row.theirs && (await shelf.open<SharedDraft>(db, 'standings', id, row.theirs));
  // The number lies beside it in the clear: it changes, when the server went back, where nothing can be opened.
  return { id, base, pushedRev, deleted, theirs: theirs && { ...theirs, rev: row.theirsRev } };
}

export async function sealTheirs(sealer: Sealer, theirs: SharedDraft): Promise<Theirs> {
  const sealed = await sealer.seal('standings', theirs.id, theirs);
  return { theirs: sealed, theirsRev: theirs.rev, files: hashesOf(theirs.body?.attachments ?? []) };
}

async function sealStanding(sealer: Sealer, standing: DraftStanding): Promise<StandingRow> {
  return { ...standing, ...(standing.theirs ? await sealTheirs(sealer, standing.theirs) : NO_THEIRS) };
}

/** Those of which another phone has a version that nobody has taken over. */
export async function listStandings(db: AccountDb, shelf: Shelf): Promise<DraftStanding[]> {
  const rows = (await db.standings.toArray()).filter((row) => row.theirs);
  const standings = await Promise.all(rows.map((row) => openStanding(db, shelf, row.id, row)));
  return standings.filter(({ theirs }) => theirs);
}

type ProcedureOf = (code: string, version: number) => Procedure | null;

/** Takes over what other phones wrote. Answers how many drafts are different now. */
export async function takeArrivals(
  db: AccountDb,
  sealer: Sealer,
  shelf: Shelf,
  procedureOf: ProcedureOf,
): Promise<number> {
  let changed = 0;
  const standings = await listStandings(db, shelf);
  // What arrives goes before what is over: both may name one photo, which must not go in between.
  const inOrder = standings.toSorted((a, b) => Number(!a.theirs?.body) - Number(!b.theirs?.body));
  for (const { id } of inOrder) {
    const row = await db.standings.get(id);
    if (row && (await takeArrival(db, sealer, shelf, row, procedureOf))) changed += 1;
  }
  return changed;
}

async function takeArrival(
  db: AccountDb,
  sealer: Sealer,
  shelf: Shelf,
  row: StandingRow,
  procedureOf: ProcedureOf,
): Promise<boolean> {
  const standing = await openStanding(db, shelf, row.id, row);
  const [stored] = await rowsOf<DraftRow>(db, 'drafts', [row.id]);
  const mine = stored ? await openDraft(db, shelf, stored) : null;
  if (!standing.theirs) return false;
  // The dossier's papers may be on this phone alone: the draft holds them until the dossier is known to need them.
  if (standing.theirs.over === 'submitted' && (await db.dossiers.where('id').equals(row.id).count()) === 0)
    return false;
  const [about] = await rowsOf<DossierRow>(db, 'dossiers', [row.id]);
  const dossier = about ? await shelf.open<Dossier>(db, 'dossiers', row.id, about) : null;
  // What was here did not open: it comes again, and is compared then.
  if ((stored && !mine) || (about && !dossier)) return false;
  const arrival = arrive(mine, standing, standing.theirs, procedureOf, dossier);
  if (arrival.do === 'wait' || (arrival.do === 'keepBoth' && arrival.standing.theirs)) return false;
  const draft = arrival.do === 'take' ? await sealDraft(sealer, arrival.draft) : null;
  const after = arrival.do === 'drop' ? null : await sealStanding(sealer, arrival.standing);
  return readwrite(db, fileTables(db), async () => {
    // Written on, or heard of again, between reading and writing: left for the next time.
    const [now, at] = [await db.drafts.get(row.id), await db.standings.get(row.id)];
    if ((now?.rev ?? 0) !== (stored?.rev ?? 0) || !at || !sameTheirs(at, row)) return false;
    if (after) await db.standings.put(after);
    else await db.standings.delete(row.id);
    if (arrival.do === 'drop' && stored) await endDraft(db, row.id);
    if (draft) await db.drafts.put(draft);
    await dropUnneeded(db, [...(stored?.files ?? []), ...(row.files ?? [])]);
    return arrival.do !== 'keepBoth';
  });
}

/** True where both have the same version of another phone, with the same number. */
function sameTheirs(one: StandingRow, other: StandingRow): boolean {
  const sealed = one.theirs && other.theirs && sameSealing(one.theirs, other.theirs);
  return (sealed ?? false) && one.theirsRev === other.theirsRev;
}

/** Notes that a draft was deleted here, for the server to hear of, where it knows of the draft at all. */
export async function standDeleted(db: AccountDb, id: Uuid): Promise<void> {
  const row = await db.standings.get(id);
  if (!row) return;
  // What another phone wrote meanwhile was not thrown away: it comes again, and its pages stay for it.
  if (row.base === 0 && !row.theirs) await db.standings.delete(id);
  else await db.standings.put({ ...row, theirs: null, theirsRev: 0, deleted: true });
}

/**
 * Notes that a draft has become a submission here, whether the server is known to have heard of it or not: a telling
 * of it may be on its way, and must not come back as a draft.
 */
export async function standSent(db: AccountDb, id: Uuid): Promise<void> {
  const row = await db.standings.get(id);
  const { base, pushedRev } = row ?? NEW_STANDING(id);
  await db.standings.put({ id, base, pushedRev, deleted: false, ...NO_THEIRS, sent: true });
  await dropUnneeded(db, row?.files ?? []);
}

/** The draft as it is stored, where the server has just that; null where it has not, and nothing is to be compared. */
export async function pushedBefore(db: AccountDb, shelf: Shelf, { id, rev }: Draft): Promise<Draft | null> {
  const standing = await db.standings.get(id);
  if (standing?.pushedRev !== rev) return null;
  const [stored] = await rowsOf<DraftRow>(db, 'drafts', [id]);
  return stored?.rev === rev ? openDraft(db, shelf, stored) : null;
}

/** A revision that says nothing new: what the server had of the one before, it has of this one. */
export async function standUnchanged(db: AccountDb, { id, rev }: Pick<DraftRow, 'id' | 'rev'>): Promise<void> {
  const row = await db.standings.get(id);
  if (row?.pushedRev === rev - 1) await db.standings.put({ ...row, pushedRev: rev });
}

/**
 * What a draft is compared with before it is written over at `rev`. One that did not open and was put aside counts as
 * it was, since somebody may have it on screen, whole; as just this revision where nobody can tell which it was.
 */
export async function storedDraft(
  db: AccountDb,
  { id, rev }: Pick<DraftRow, 'id' | 'rev'>,
): Promise<Partial<DraftRow> | undefined> {
  const stored = await db.drafts.get(id);
  if (stored) return stored;
  const lying = await asideOf(db, 'drafts', id);
  if (!lying || lying.ended) return undefined;
  const row = lying.row as Partial<DraftRow>;
  return { ...row, rev: row.rev ?? rev };
}

/** It was sent, thrown away, or ended on another phone. A tab may have it on screen still, also as it lies aside. */
export async function endDraft(db: AccountDb, id: Uuid): Promise<void> {
  await db.drafts.delete(id);
  await db.aside.where('id').startsWith(`drafts/${id}/`).modify({ ended: true });
}

/** The person has chosen, having `seen` a version of another phone: the draft is written over both, and over no third. */
export async function settle(db: AccountDb, shelf: Shelf, row: DraftRow, seen: SharedDraft): Promise<void> {
  const before = await db.standings.get(row.id);
  const { theirs } = await openStanding(db, shelf, row.id, before);
  await readwrite(db, fileTables(db), async () => {
    const stored = await storedDraft(db, { id: row.id, rev: row.rev - 1 });
    if ((stored?.rev ?? 0) !== row.rev - 1) throw new Refused({ code: 'stale', rev: stored?.rev ?? 0 });
    await db.drafts.put(row);
    const now = await db.standings.get(row.id);
    const chosen = !now?.theirs || (before && sameTheirs(now, before) && hasSeen(theirs, seen));
    const base = Math.max(now?.base ?? 0, now?.theirsRev ?? 0);
    const over: StandingRow = { id: row.id, base, pushedRev: 0, deleted: false, ...NO_THEIRS };
    await db.standings.put(chosen ? over : { ...now, pushedRev: 0 });
    await dropUnneeded(db, [...(stored?.files ?? []), ...(now?.files ?? [])]);
  });
}
