import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Dossier, FileRef } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { isSupplement, supplementOf } from '#core/dossier/supplement.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { bodyOf, differences, merged } from '#core/sync/drafts.ts';
import { hashesOf } from '#platform/store/plan.ts';
import { draft, good, picture, submission, uuid } from './store-kit.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import type { Day } from './store-day.ts';
import { NOWHERE, oddAnswer } from './store-odd.ts';
import { AT_THE_DESK } from './store-server.ts';
import { EVERYTHING_2 } from '#tests/support/versions.ts';

/** What several steps of a day do, each with small numbers that pick from what there is. */

export const PICTURES = [
  picture('a', [1, 2, 3, 4, 5, 6, 7, 8, 9]),
  picture('b', [9, 9, 9]),
  picture('c', [4, 4]),
] as const;
export const DOCUMENTS = ['idCard', 'licence', 'picture'] as const;
/** The ids drafts are begun under. */
export const DRAFTS = [1, 2, 3].map(uuid);

/** The largest number of a step; where something senseless can be done, it stands for that. */
export const ODD = 9;
const UNITS = ['03004', '02905', ''] as const;
const ALL = Number.POSITIVE_INFINITY;
/** More than any answer has of changes or drafts. */
const MANY = 1_000;

export function pick<T>(from: readonly T[], n: number): T | undefined {
  return from[n % Math.max(from.length, 1)];
}

const allOf = (code: string, version: number): Procedure | null =>
  code !== EVERYTHING.code ? null : version === 1 ? EVERYTHING : EVERYTHING_2;

/** Which procedures the phone has when it is asked for one. */
export function catalogue(n: number): typeof allOf {
  if (n === 1) return (code, version) => (version === 1 ? allOf(code, 1) : null);
  return n === 2 ? () => null : allOf;
}

export async function draftsHere(day: Day): Promise<Draft[]> {
  const drafts = good(await day.pair.look().listDrafts());
  return drafts.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** One of those here, or one that is begun. */
export async function someDraft(day: Day, n: number, which: number): Promise<Draft> {
  const here = await draftsHere(day);
  return here[n % (here.length + 1)] ?? begin(which);
}

function begin(which: number): Draft {
  return draft(1 + (which % DRAFTS.length));
}

export async function someDossier(day: Day, n: number): Promise<Dossier | undefined> {
  const dossiers = good(await day.pair.look().listDossiers());
  return pick(
    dossiers.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    n,
  );
}

/** The draft as a tab has it that has missed a save, or dreamt of one. */
export function stale(of: Draft, n: number): Draft {
  if (n === ODD) return { ...of, rev: of.rev + 1 };
  return n === ODD - 1 ? { ...of, rev: Math.max(0, of.rev - 1) } : of;
}

/** The draft written on, in one way or another. */
export function edited(of: Draft, how: number, n: number): Draft {
  const [first, ...rest] = of.attachments;
  switch (how) {
    case 1:
      return { ...of, answers: { ...of.answers, count: n } };
    case 2:
      return { ...of, place: { at: 'review' } };
    case 3:
      return { ...of, attachments: rest };
    case 4:
      return { ...of, answers: Object.fromEntries(Object.entries(of.answers).toReversed()) };
    case 5:
      return { ...of, procedure: EVERYTHING_2 };
    case 6:
      return { ...of, attachments: [] };
    case 7:
      return { ...of, attachments: [...rest, ...(first ? [first] : [])] };
    case ODD:
      return { ...of, attachments: [{ document: 'idCard', files: [(pick(PICTURES, n) ?? NOWHERE).file] }] };
    default:
      return { ...of, unit: pick(UNITS, n) ?? '' };
  }
}

/** A page joins a draft; the same draft is gone on with where it has been begun. */
export async function addPage(day: Day, to: Draft, n: number): Promise<unknown> {
  const { file, bytes } = pick(PICTURES, n) ?? NOWHERE;
  const document = pick(DOCUMENTS, Math.floor(n / PICTURES.length)) ?? '';
  const at = (await draftsHere(day)).find(({ id, rev }) => id === to.id && to.rev === 0 && rev > 0);
  const from = at && isSupplement(to) ? at : to;
  return day.pair.both((store) => store.addFile(from, document, file, bytes));
}

/** What becomes of a draft when it is sent. */
export async function intentOf(day: Day, from: Draft, n: number): Promise<CitizenIntent> {
  const { place } = from;
  if (place.at !== 'replacement') return isSupplement(from) ? supplementOf(from) : submission(from);
  const dossiers = good(await day.pair.look().listDossiers());
  const named = hashesOf(dossiers.find(({ id }) => id === place.dossier)?.attachments ?? []);
  const lost = n === ODD || named.length === 0 ? [NOWHERE.file.hash] : n % 2 === 0 ? named : named.slice(0, 1);
  return { type: 'replacePapers', dossier: place.dossier, lost, attachments: [...from.attachments] };
}

type Exchange = {
  readonly refuses?: boolean;
  /** The answer does not arrive; it may do so later. */
  readonly lost?: boolean;
  /** How much of what there is to tell is told at once. */
  readonly most?: readonly [changes: number, drafts: number] | undefined;
  /** An answer that no server would give: which kind. */
  readonly odd?: number;
};

/** Answers that tell of a part only, by a step's number. */
export const PARTS = [undefined, [1, 1], [0, MANY], [MANY, 0]] as const;

/** What is unsent goes to the server, and its answer is recorded. */
export async function exchange(
  day: Day,
  n: number,
  { refuses, lost, most = [MANY, MANY], odd }: Exchange,
): Promise<void> {
  const start = await day.pair.both((store) => store.sync.start());
  if (!start) return;
  const seqs = start.unsent.map(({ seq }) => seq);
  const savedBefore = n === ODD ? day.pair.now() - 3 : n === ODD - 1 ? 0 : ALL;
  const outgoing = await day.outgoing(odd === undefined ? seqs : [99, ...seqs, 1], savedBefore);
  if (!outgoing) return;
  const { epoch, draftCursor } = start;
  // The last change once more, so that there is one to be told wrongly.
  const cursor = Math.max(0, start.cursor - (odd === undefined ? 0 : 1));
  const pushed = outgoing.drafts;
  const drafts = pushed.map(({ push }) => push);
  const manner = { refuses: refuses ?? false, unsigned: n === 2, most };
  const asked = { epoch, cursor, draftCursor, drafts };
  // Where a command is missing before those sent, the phone hears which of them the server has first.
  const answer =
    day.server.answer({ ...asked, commands: outgoing.commands }, manner) ??
    day.server.answer({ ...asked, commands: [] }, manner);
  if (!answer) return;
  const response =
    odd === undefined
      ? answer
      : oddAnswer(answer, odd, { n, lastGiven: day.lastGiven, draft: pick(DRAFTS, n) ?? null });
  if (lost) day.answers.push({ response, pushed });
  else await day.record({ response, pushed });
}

/** A file the server lacks is sent to it, or a part of it. */
export async function upload(day: Day, { hash, size }: FileRef, part: boolean): Promise<void> {
  const bytes = await day.pair.both((store) => store.sync.fileBytes(hash));
  await day.pair.both((store) => store.sync.noteSent(hash, part ? 1 : size));
  if (bytes && !part) day.server.arrive(hash);
}

/** A whole window of signal, as the engine uses it: everything goes, and is heard of. */
export async function catchUp(day: Day): Promise<void> {
  await exchange(day, 0, {});
  await day.pair.both((store) => store.takeArrivals(allOf));
  for (const file of day.wanted) await upload(day, file, false);
  await exchange(day, 0, {});
  await day.pair.both((store) => store.takeArrivals(allOf));
}

/** Another phone writes a draft, or throws it away. */
export function writeElsewhere(day: Day, n: number, how: number, which: number): void {
  const before = pick(day.server.drafts, n);
  const isNew = how % 3 === 2 || !before;
  const id = isNew ? begin(which).id : before.id;
  const now = day.pair.now();
  const pages = PICTURES.filter((_, at) => (how + at) % 3 === 0).map(({ file }) => file);
  const written: Draft = {
    ...begin(which),
    id,
    procedure: which === 5 ? EVERYTHING_2 : EVERYTHING,
    unit: pick(UNITS, which) ?? '',
    answers: { ...draft().answers, count: n },
    attachments: pages.length > 0 ? [{ document: pick(DOCUMENTS, which) ?? '', files: pages }] : [],
    savedAt: now,
  };
  const base = isNew || which === ODD ? 0 : before.rev;
  day.server.pushElsewhere({ id, base, body: how === 1 || how === ODD ? null : bodyOf(written) });
}

/** The desk does something to a dossier, the first it may from `n` on. */
export function actAtDesk(day: Day, which: number, n: number): void {
  const dossier = pick(day.server.dossiers, which);
  const inTurn = [...AT_THE_DESK.slice(n % AT_THE_DESK.length), ...AT_THE_DESK];
  if (dossier) inTurn.find((what) => day.server.happen(dossier.id, what, 'officer'));
}

export function submitElsewhere(day: Day, n: number): void {
  const shared = pick(
    day.server.drafts.filter(({ body }) => body),
    n,
  );
  if (shared) day.server.submitElsewhere(shared.id);
}

/** Several things happen before this phone has signal again: one answer tells of all of them. */
export function meanwhile(day: Day, a: number, b: number, c: number): void {
  if (a % 2 === 0) for (const hash of day.server.missing()) day.server.arrive(hash);
  if (a % 3 === 0) submitElsewhere(day, b);
  if (b % 2 === 0) writeElsewhere(day, a, b, c);
  if (c % 2 === 0) actAtDesk(day, a, b);
}

/** The person chooses between two versions, where there are two; and also where there are not. */
export async function choose(day: Day, n: number, how: number, which: number): Promise<unknown> {
  const standings = good(await day.pair.look().listStandings()).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const theirs = pick(standings, n)?.theirs ?? pick(day.seen, n);
  if (!theirs) return undefined;
  const mine = good(await day.pair.look().findDraft(theirs.id)) ?? { ...draft(), id: theirs.id };
  const other = theirs.body ?? bodyOf(mine);
  const chosen =
    how % 3 === 0 ? mine : merged(mine, other, how % 3 === 1 ? new Set(differences(mine, other)) : new Set(['count']));
  const seen = which % 4 === 3 ? { ...theirs, body: { ...other, unit: 'unseen' } } : theirs;
  return day.pair.both((store) => store.settleDraft(stale(chosen, which), seen));
}
