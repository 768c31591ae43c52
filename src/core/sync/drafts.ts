import { MAX_PAGES, type Dossier, type Uuid } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { submissionOf } from '#core/dossier/submission.ts';
import { isSupplement } from '#core/dossier/supplement.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { sameJson } from '#core/same-json.ts';
import { utf8Bytes } from '#core/text/bytes.ts';
import { MAX_BODY_BYTES, MAX_COMMAND_BYTES, type DraftBody, type DraftPush, type SharedDraft } from './messages.ts';

/**
 * Drafts of one person on several phones. The server keeps one version of each and takes another only from a phone
 * that has seen it (compare-and-set). Where two phones wrote at once, both versions are kept, the second on its own
 * phone, until the person has chosen. Photos stay on the phone that took them; they travel with the submission.
 */

/** A draft as the server stores it, with who wrote the revision and from which one it was made. */
export type StoredDraft = SharedDraft & { readonly device: Uuid; readonly base: number };

export type DraftDecision =
  | { readonly result: 'write'; readonly next: StoredDraft }
  /** The server has just this already. */
  | { readonly result: 'same'; readonly rev: number }
  | { readonly result: 'differs'; readonly rev: number };

/** Decides about one push. `same` compares bodies by content. */
export function decideDraft(
  stored: StoredDraft | null,
  push: DraftPush,
  device: Uuid,
  same: (a: DraftBody | null, b: DraftBody | null) => boolean,
): DraftDecision {
  const rev = stored?.rev ?? 0;
  // What was submitted is no draft any more; the phone keeps what it has and tells the person.
  if (stored?.over === 'submitted') return { result: push.body === null ? 'same' : 'differs', rev };
  if (stored && same(stored.body, push.body)) return { result: 'same', rev };
  // A deletion seen or not: what somebody went on writing is worth more than what was thrown away. The phone that
  // threw it away does not go on writing, and nobody does from an older version than the one that went.
  const revives =
    stored?.over === 'deleted' && push.body !== null && stored.device !== device && push.base >= stored.base;
  // The answer to this phone's last push was lost, and it has gone on writing since.
  const ownLast =
    stored !== null && stored.device === device && stored.base === push.base && isLater(push.body, stored.body);
  // Nothing here: a server that went back before the draft takes it as it comes, and has nothing to delete.
  if (stored === null && push.body === null) return { result: 'same', rev };
  if (stored !== null && push.base !== rev && !revives && !ownLast) return { result: 'differs', rev };
  return {
    result: 'write',
    next: {
      id: push.id,
      rev: rev + 1,
      body: push.body,
      over: push.body === null ? 'deleted' : null,
      device,
      base: push.base,
    },
  };
}

/** Of two versions by one phone, and so by one clock: a copy of an old request must not undo what came after it. */
function isLater(one: DraftBody | null, other: DraftBody | null): boolean {
  return other !== null && (one === null || one.savedAt > other.savedAt);
}

/** The part of a draft that travels. */
export function bodyOf(draft: Draft): DraftBody {
  const { procedure, unit, answers, attachments, startedAt, savedAt } = draft;
  return {
    procedure: procedure.code,
    version: procedure.version,
    unit,
    answers,
    attachments: [...attachments],
    startedAt,
    savedAt,
  };
}

/** How a draft of this phone stands to the server's. */
export type DraftStanding = {
  readonly id: Uuid;
  /** The server's revision this phone's draft was made from; 0 before the first. */
  readonly base: number;
  /** The draft's own revision that the server is known to hold; 0: none. */
  readonly pushedRev: number;
  /** Deleted here, and the server has not heard of it. */
  readonly deleted: boolean;
  /** What another phone wrote meanwhile and this one has not taken over; its `rev` is 0 once the server went back. */
  readonly theirs: SharedDraft | null;
};

export const NEW_STANDING = (id: Uuid): DraftStanding => ({
  id,
  base: 0,
  pushedRev: 0,
  deleted: false,
  theirs: null,
});

/**
 * How a draft stands to a server that went back: its revisions count something else now, and whether it has any of
 * this, also of what it told before, is not known.
 */
export function inNewEpoch<T extends DraftStanding>(standing: T): T {
  const { theirs } = standing;
  return { ...standing, base: 0, pushedRev: 0, theirs: theirs && { ...theirs, rev: 0 } };
}

/**
 * Whether somebody who chose between two versions of a draft, `seen` being the other phone's, has seen what is to be
 * chosen against. What came while they were choosing was before nobody's eyes.
 */
export function hasSeen(theirs: SharedDraft | null, seen: SharedDraft): boolean {
  return theirs === null || sameBody(theirs.body, seen.body);
}

/** What this phone has to tell the server about a draft, or null: nothing new, or the person has to choose first. */
export function pushOf(draft: Draft | null, standing: DraftStanding): DraftPush | null {
  // What is added to a dossier stays on the phone it was begun on: its id is the dossier's, where no draft can be.
  if (standing.theirs || (draft && isSupplement(draft))) return null;
  if (draft === null) return standing.deleted ? { id: standing.id, base: standing.base, body: null } : null;
  if (draft.rev <= standing.pushedRev || hasTooManyPages(draft)) return null;
  return { id: draft.id, base: standing.base, body: bodyOf(draft) };
}

/** As the pages of two phones together may be: the person takes some out, and until then no server reads a request with it. */
function hasTooManyPages({ attachments }: Draft): boolean {
  return attachments.some(({ files }) => files.length > MAX_PAGES);
}

/** Drafts of one request; the others go with the next. */
const DRAFTS = 5;
/** What a request holds besides commands and drafts: whose it is, cursors, a receipt as proof, commas. */
const ENVELOPE_BYTES = 16 * 1024;
/** Beside commands only light drafts travel: a short window of signal is for the commands. */
const BESIDE_COMMANDS_BYTES = 32 * 1024;

/**
 * Which drafts go with a request whose commands weigh so much: light ones first, so that the most arrive and none
 * makes a request the server would not read. One heavier than any submission may be stays on its phone.
 */
export function packDrafts<T extends { readonly push: DraftPush }>(waiting: readonly T[], commandBytes: number): T[] {
  const free = MAX_BODY_BYTES - ENVELOPE_BYTES - commandBytes;
  let room = commandBytes > 0 ? Math.min(free, BESIDE_COMMANDS_BYTES) : free;
  const weighed = waiting.map((draft) => ({ draft, bytes: utf8Bytes(JSON.stringify(draft.push)) }));
  const packed: T[] = [];
  for (const { draft, bytes } of weighed.toSorted((a, b) => a.bytes - b.bytes)) {
    if (packed.length === DRAFTS || bytes > room || bytes > MAX_COMMAND_BYTES) break;
    packed.push(draft);
    room -= bytes;
  }
  return packed;
}

/** What to do with a version that another phone wrote. */
export type Arrival =
  | { readonly do: 'take'; readonly draft: Draft; readonly standing: DraftStanding }
  | { readonly do: 'drop' }
  | { readonly do: 'keepBoth'; readonly standing: DraftStanding }
  /** It cannot be shown without the procedure, which this phone does not have yet. */
  | { readonly do: 'wait'; readonly standing: DraftStanding };

/**
 * Decides about a version another phone wrote, beside what is here. `dossier` is the one that bears the draft's id,
 * once this phone knows of it: a draft may have been submitted in an older version than the one here.
 */
export function arrive(
  mine: Draft | null,
  standing: DraftStanding,
  theirs: SharedDraft,
  procedureOf: (code: string, version: number) => Procedure | null,
  dossier: Dossier | null,
): Arrival {
  const { body } = theirs;
  // What a server told before it went back is told to it again.
  const pushedRev = (rev: number) => (theirs.rev === 0 ? 0 : rev);
  if (mine && isSupplement(mine)) return { do: 'keepBoth', standing: { ...standing, theirs: null } };
  const clean = mine === null ? !standing.deleted : mine.rev <= standing.pushedRev;
  if (body === null) {
    if (mine !== null && clean && theirs.over === 'submitted' && !dossier) {
      return { do: 'wait', standing: { ...standing, theirs } };
    }
    if (mine === null || (clean && (theirs.over === 'deleted' || wasSubmitted(mine, dossier)))) return { do: 'drop' };
    // Deleted elsewhere and written on here: what was written goes up again. Submitted elsewhere: the person is told.
    return theirs.over === 'deleted'
      ? { do: 'keepBoth', standing: { ...standing, base: theirs.rev, theirs: null } }
      : { do: 'keepBoth', standing: { ...standing, theirs } };
  }
  if (mine && sameBody(bodyOf(mine), body)) {
    return {
      do: 'keepBoth',
      standing: { ...standing, base: theirs.rev, pushedRev: pushedRev(mine.rev), theirs: null },
    };
  }
  if (mine && !clean) return { do: 'keepBoth', standing: { ...standing, theirs } };
  const pinned =
    mine && mine.procedure.version === body.version ? mine.procedure : procedureOf(body.procedure, body.version);
  if (!pinned) return { do: 'wait', standing: { ...standing, theirs } };
  const draft: Draft = {
    id: theirs.id,
    rev: (mine?.rev ?? 0) + 1,
    procedure: pinned,
    unit: body.unit,
    answers: body.answers,
    attachments: body.attachments,
    place: mine?.place ?? { at: 'page', page: pinned.form?.pages[0]?.id ?? '' },
    startedAt: body.startedAt,
    savedAt: body.savedAt,
  };
  return {
    do: 'take',
    draft,
    standing: { id: theirs.id, base: theirs.rev, pushedRev: pushedRev(draft.rev), deleted: false, theirs: null },
  };
}

/** True when a dossier was made of just what this draft says. */
function wasSubmitted(mine: Draft, dossier: Dossier | null): boolean {
  const submitted = dossier?.events[0]?.what;
  if (submitted?.type !== 'submitted') return false;
  const { version, unit, answers, attachments } = submissionOf(mine);
  return (
    submitted.version === version &&
    submitted.unit === unit &&
    sameJson(submitted.answers, answers) &&
    sameJson(submitted.attachments, attachments)
  );
}

/** True when two versions say the same, whenever they were saved. */
export function sameBody(a: DraftBody | null, b: DraftBody | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.procedure === b.procedure &&
    a.version === b.version &&
    a.unit === b.unit &&
    sameJson(a.answers, b.answers) &&
    sameJson(a.attachments, b.attachments)
  );
}

/** What stands for the receiving commune where differences are named; every other name is a field's id. */
export const UNIT = ' unit';

/** What a person writes of a draft. */
type Written = Pick<Draft, 'answers' | 'unit'>;

/** The fields in which two versions differ, the unit among them, in the order they first appear. */
export function differences(mine: Written, theirs: Written): string[] {
  const fields = [...new Set([...Object.keys(mine.answers), ...Object.keys(theirs.answers)])];
  const differing = fields.filter((field) => !sameJson(mine.answers[field], theirs.answers[field]));
  return mine.unit === theirs.unit ? differing : [...differing, UNIT];
}

/**
 * The draft with the other phone's answers where the person chose them. Pages of papers are never chosen between:
 * both phones' are kept, this one's first.
 */
export function merged(
  mine: Draft,
  theirs: Written & Pick<Draft, 'attachments'>,
  takeTheirs: ReadonlySet<string>,
): Draft {
  const answers = { ...mine.answers };
  for (const field of differences(mine, theirs)) {
    if (field === UNIT || !takeTheirs.has(field)) continue;
    const answer = theirs.answers[field];
    if (answer === undefined) delete answers[field];
    else answers[field] = answer;
  }
  return {
    ...mine,
    answers,
    unit: takeTheirs.has(UNIT) ? theirs.unit : mine.unit,
    attachments: bothPapers(mine.attachments, theirs.attachments),
  };
}

function bothPapers(mine: Draft['attachments'], theirs: Draft['attachments']): Draft['attachments'] {
  const papers = [...new Set([...mine, ...theirs].map(({ document }) => document))];
  return papers.map((document) => {
    const files = [...mine, ...theirs].filter((paper) => paper.document === document).flatMap((paper) => paper.files);
    return { document, files: [...new Map(files.map((file) => [file.hash, file])).values()] };
  });
}
