import type { FileProgress, OutboxEntry } from '#core/ports.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { CitizenIntent } from './command.ts';
import type { Attachment, Dossier, Sha256, Uuid } from './dossier.ts';
import { filesOf } from './dossier.ts';
import type { Draft } from './draft.ts';
import { findTransition } from './lifecycle.ts';

/**
 * Papers that no phone will ever send are photographed again. Like a supplement in progress, what has been
 * photographed is a draft, kept page by page and sealed in the transaction that ends it.
 */

/** A paper of which pages are lost. `numbers`: which of its `of` pages, counted from 1. */
export type LostPaper = {
  readonly document: string;
  readonly lost: readonly Sha256[];
  readonly numbers: readonly number[];
  readonly of: number;
};

type Known = {
  /** What the server lacked by its last answer. */
  readonly missing: readonly Sha256[];
  readonly progress: readonly FileProgress[];
  readonly outbox: readonly OutboxEntry[];
};

/**
 * The papers of a dossier with pages that are neither on the server nor on this phone, and that nothing waiting here
 * replaces. Another phone may still have them: only the person can know. Empty where replacing is not allowed.
 */
export function lostPapers(dossier: Dossier, { missing, progress, outbox }: Known): LostPaper[] {
  if (dossier.papersComplete || !findTransition(dossier.status, 'replacePapers', 'citizen')) return [];
  const safe = new Set([
    ...progress.filter(({ file, sent, held }) => held || sent >= file.size).map(({ file }) => file.hash),
    ...outbox.flatMap(({ command: { intent }, refusal }) =>
      intent.type === 'replacePapers' && refusal === null ? intent.lost : [],
    ),
  ]);
  const lacking = new Set(missing.filter((hash) => !safe.has(hash)));
  const documents = [...new Set(dossier.attachments.map(({ document }) => document))];
  return documents.flatMap((document) => {
    const pages = dossier.attachments.filter((paper) => paper.document === document).flatMap(({ files }) => files);
    const numbers = pages.flatMap(({ hash }, at) => (lacking.has(hash) ? [at + 1] : []));
    const lost = [...new Set(pages.map(({ hash }) => hash).filter((hash) => lacking.has(hash)))];
    return lost.length > 0 ? [{ document, lost, numbers, of: pages.length }] : [];
  });
}

/**
 * The id under which a dossier's pages are photographed again: a supplement to the same dossier may be under way and
 * has the dossier's own. Each digit of the last group is what it lacks to f, so that every tab finds the same draft.
 */
export function replacementId(dossier: Uuid): Uuid {
  return dossier.replace(/[0-9a-f]{12}$/i, (node) =>
    [...node].map((digit) => (15 - Number.parseInt(digit, 16)).toString(16)).join(''),
  );
}

/** A replacement with nothing in it yet; it is on the phone once it has been saved. `now` in milliseconds. */
export function beginReplacement(dossier: Dossier, procedure: Procedure, now: number): Draft {
  return {
    id: replacementId(dossier.id),
    rev: 0,
    procedure,
    unit: dossier.unit,
    answers: {},
    attachments: [],
    place: { at: 'replacement', dossier: dossier.id },
    startedAt: now,
    savedAt: now,
  };
}

/**
 * What a replacement asks of the server, or null while it replaces nothing: every page photographed, and of the lost
 * ones those whose papers have all been photographed again. The others stay awaited.
 */
export function replacementOf(
  draft: Pick<Draft, 'place' | 'attachments'>,
  papers: readonly LostPaper[],
): Extract<CitizenIntent, { type: 'replacePapers' }> | null {
  if (draft.place.at !== 'replacement') return null;
  const again = new Set(draft.attachments.map(({ document }) => document));
  const awaited = new Set(papers.filter(({ document }) => !again.has(document)).flatMap(({ lost }) => lost));
  const lost = [...new Set(papers.flatMap((paper) => paper.lost))].filter((hash) => !awaited.has(hash));
  if (lost.length === 0) return null;
  return { type: 'replacePapers', dossier: draft.place.dossier, lost, attachments: [...draft.attachments] };
}

/** Files that belonged to a dossier and do not any more: nobody waits for them. */
export function filesGone(before: readonly Attachment[], after: readonly Attachment[]): Sha256[] {
  const left = new Set(filesOf(after).map(({ hash }) => hash));
  return filesOf(before)
    .map(({ hash }) => hash)
    .filter((hash) => !left.has(hash));
}
