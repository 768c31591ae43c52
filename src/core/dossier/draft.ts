import type { Answers } from '#core/form/form.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Attachment, Uuid } from './dossier.ts';

/**
 * What somebody is making on this phone and has not sent: a dossier, or (see supplement.ts, replacement.ts) what is
 * to be added to one. It carries the procedure as it was when the draft began, so that an update of the catalogue never
 * moves a question under somebody's finger. `rev` rises with every save and settles which of two tabs wrote last.
 */
export type Draft = {
  /** The id the dossier will have; a supplement's is that of the dossier it is for (see also replacement.ts). */
  readonly id: Uuid;
  readonly rev: number;
  readonly procedure: Procedure;
  /** The commune whose centre gets the dossier; empty while not chosen. */
  readonly unit: string;
  readonly answers: Answers;
  readonly attachments: readonly Attachment[];
  /** Where the person was: a page of the form, the papers, the review, or what is added to a dossier, which is one screen. */
  readonly place: DraftPlace;
  readonly startedAt: number;
  readonly savedAt: number;
};

/**
 * The draft as it goes on by another version of its procedure. Every answer and paper stays, also those the version does
 * not ask for: they are left out of the submission, and there again where the person comes back to a version that asks.
 */
export function repinned(draft: Draft, procedure: Procedure): Draft {
  return { ...draft, procedure, place: { at: 'review' } };
}

export type DraftPlace =
  | { readonly at: 'page'; readonly page: string; readonly field?: string | undefined }
  | { readonly at: 'papers' }
  | { readonly at: 'review' }
  | { readonly at: 'supplement' }
  | { readonly at: 'replacement'; readonly dossier: Uuid };
