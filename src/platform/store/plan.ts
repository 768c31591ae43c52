import type { CitizenIntent, Command } from '#core/dossier/command.ts';
import type { Attachment, Dossier, FileRef, Sha256, Uuid } from '#core/dossier/dossier.ts';
import { filesOf } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { apply } from '#core/dossier/fold.ts';
import { PROTOCOL, type Change, type SentCommand, type SyncResponse } from '#core/sync/messages.ts';

/** What a store's writes come to, apart from where they are kept. */

/** The draft with one more page for a paper; the same page twice is one page. */
export function withFile(draft: Draft, document: string, file: FileRef): Draft {
  const before = draft.attachments.find((attachment) => attachment.document === document);
  if (before?.files.some(({ hash }) => hash === file.hash)) return draft;
  const after: Attachment = { document, files: [...(before?.files ?? []), file] };
  const attachments = before
    ? draft.attachments.map((attachment) => (attachment === before ? after : attachment))
    : [...draft.attachments, after];
  return { ...draft, attachments };
}

export function hashesOf(attachments: readonly Attachment[]): Sha256[] {
  return filesOf(attachments).map((file) => file.hash);
}

/**
 * Files of pages that were photographed again, by what was told just now, and that their dossiers wait for no more.
 * A dossier that has to be fetched again (null) is told of them again.
 */
export function replacedFiles(
  changes: readonly Change[],
  dossierOf: (id: Uuid) => Dossier | null | undefined,
): Sha256[] {
  return changes.flatMap(({ dossier: id, event: { what } }) => {
    const dossier = what.type === 'papersReplaced' ? dossierOf(id) : null;
    if (what.type !== 'papersReplaced' || !dossier) return [];
    const named = new Set(hashesOf(dossier.attachments));
    return what.lost.filter((hash) => !named.has(hash));
  });
}

/**
 * When the last papers of a dossier arrived (server time), or null while any is awaited. Their bytes are newer than
 * the command that named them, and so is the backup that has them.
 */
export function papersArrivedAt(dossier: Dossier): number | null {
  if (!dossier.papersComplete) return null;
  return dossier.events.findLast(({ what }) => what.type === 'papersComplete')?.at ?? null;
}

/**
 * The files of a dossier that the server may ask for, now or once more: those that wait for any, and those that all
 * came after `upTo` and are in no backup yet. Whichever phone supplied them may be the only one to have them then.
 */
export function neededFiles(dossier: Dossier, upTo: number): Sha256[] {
  const at = papersArrivedAt(dossier);
  return at !== null && at <= upTo ? [] : hashesOf(dossier.attachments);
}

/** A refused submission as a draft again: same answers and papers, a dossier id of its own. */
export function revivedDraft(
  command: Command,
  intent: Extract<CitizenIntent, { type: 'submit' }>,
  procedure: Draft['procedure'],
  id: Uuid,
  now: number,
): Draft {
  return {
    id,
    rev: 1,
    procedure,
    unit: intent.unit,
    answers: intent.answers,
    attachments: intent.attachments,
    place: { at: 'review' },
    startedAt: command.madeAt,
    savedAt: now,
  };
}

/** Bytes of a command as it travels. */
export function bytesOf(command: SentCommand): number {
  return new TextEncoder().encode(JSON.stringify(command)).length;
}

/**
 * Folds changes into the dossiers they concern. Known events are passed over. A dossier whose stream does
 * not fit together becomes null: it is fetched again from the start.
 */
export function takeChanges(
  known: ReadonlyMap<Uuid, Dossier>,
  changes: readonly Change[],
): { readonly dossiers: ReadonlyMap<Uuid, Dossier | null>; readonly broken: boolean } {
  const dossiers = new Map<Uuid, Dossier | null>();
  let broken = false;
  for (const { dossier: id, event } of changes) {
    const state = dossiers.get(id) ?? known.get(id) ?? null;
    if (dossiers.get(id) === null) continue;
    if (state && event.n <= state.events.length) continue;
    const next = apply(id, state, event);
    if (next === null) broken = true;
    dossiers.set(id, next);
  }
  return { dossiers, broken };
}

/**
 * The cursor after an answer. Changes are numbered without gaps, so an answer that does not join on to what is
 * stored (another tab's, or one asked before a dossier had to be fetched again) leaves the cursor alone.
 */
export function cursorAfter(stored: number, changes: readonly Change[], cursor: number, broken: boolean): number {
  if (broken) return 0;
  const first = changes[0]?.n;
  const joins = first === undefined ? cursor <= stored : first <= stored + 1;
  return joins ? Math.max(stored, cursor) : stored;
}

/**
 * Whether what is here was told in the words of an older protocol, or nobody knows in which: then all of it is heard
 * once more. Words that stood in for others would stand for ever otherwise, and protocol 1 could not say that the
 * server had gone back.
 */
export function needsRetelling(told: number | undefined): boolean {
  return told !== PROTOCOL;
}

/** The epoch of what an older protocol told: none there is. */
export const OLDER_WORDS = '00000000-0000-0000-0000-000000000000';

/** The highest number with an outcome in a store that did not note it: all before the first that still waits. */
export function ackedBefore(waiting: readonly { readonly seq: number }[], lastMade: number): number {
  return Math.min(lastMade + 1, ...waiting.map(({ seq }) => seq)) - 1;
}

/** Numbers of commands that were acknowledged and that the server, by its last seq, does not have any more. */
export function forgottenSeqs(acked: number, lastSeq: number): number[] {
  return Array.from({ length: Math.max(0, acked - lastSeq) }, (_, i) => lastSeq + 1 + i);
}

/** An acknowledged command is kept no longer than this, whether a backup has been announced or not. */
const KEPT_MS = 90 * 24 * 60 * 60_000;

/**
 * Papers that arrived up to this instant (server time) need not be kept here. Where no backups are made, none need.
 * `toldIn`: the epoch in which their dossier was told. No backup of a later one has what that does not tell of, while
 * the phone that sent it may still bring it back.
 */
export function papersReleasedUpTo(
  response: Pick<SyncResponse, 'backedUpTo' | 'serverTime' | 'epoch'>,
  toldIn: Uuid | null = response.epoch,
): number {
  if (toldIn !== response.epoch) return releasedUpTo({ backedUpTo: null, serverTime: response.serverTime });
  return response.backedUpTo === null ? Number.POSITIVE_INFINITY : releasedUpTo(response);
}

/** Commands acknowledged up to this instant (server time) need not be kept here any more. */
export function releasedUpTo({ backedUpTo, serverTime }: Pick<SyncResponse, 'backedUpTo' | 'serverTime'>): number {
  return Math.max(backedUpTo ?? 0, serverTime - KEPT_MS);
}
