import { MAX_PAGES, type Attachment, type SupplementItem } from '#core/dossier/dossier.ts';
import type { DocumentRequirement, Procedure } from '#core/procedure/procedure.ts';

/** What does not belong to a paper of the procedure goes under this name. */
const OTHER = 'other';

/** One paper of a supplement, with what the officer asks of it. */
export type AskedPaper = {
  /** Under which its pages are kept and sent. */
  readonly id: string;
  /** The paper as the procedure has it; null for something else. */
  readonly document: DocumentRequirement | null;
  /** The officer's words; none where pages were added before another request, which asks for something else. */
  readonly what: readonly string[];
  /** Pages at most. */
  readonly max: number;
};

/** The papers a supplement may bring, in the order they were asked for; last what has pages and was not asked for. */
export function askedPapers(
  items: readonly SupplementItem[],
  attachments: readonly Attachment[],
  procedure: Procedure,
): readonly AskedPaper[] {
  const documentOf = (id: string | undefined) => procedure.documents.find((document) => document.id === id) ?? null;
  const asked = items.map((item) => ({ id: documentOf(item.document)?.id ?? OTHER, what: item.what }));
  const ids = new Set([...asked.map(({ id }) => id), ...attachments.map(({ document }) => document)]);
  return [...ids].map((id) => {
    const document = documentOf(id);
    const what = asked.filter((item) => item.id === id).map((item) => item.what);
    return { id, document, what, max: document?.maxPages ?? MAX_PAGES };
  });
}
