import type { Answers } from '#core/form/form.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Attachment, Uuid } from './dossier.ts';

/**
 * A dossier that has not been submitted, on this phone. It carries the procedure as it was when the
 * draft began, so that an update of the catalogue never moves a question under somebody's finger.
 * `rev` rises with every save and settles which of two tabs wrote last.
 */
export type Draft = {
  readonly id: Uuid;
  readonly rev: number;
  readonly procedure: Procedure;
  /** The commune whose centre gets the dossier; empty while not chosen. */
  readonly unit: string;
  readonly answers: Answers;
  readonly attachments: readonly Attachment[];
  /** Where the person was: a page of the form, the papers, or the review. */
  readonly place: DraftPlace;
  readonly startedAt: number;
  readonly savedAt: number;
};

export type DraftPlace =
  | { readonly at: 'page'; readonly page: string; readonly field?: string | undefined }
  | { readonly at: 'papers' }
  | { readonly at: 'review' };
