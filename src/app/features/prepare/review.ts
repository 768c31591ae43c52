import { must } from '#core/assert.ts';
import { missingPapers } from '#core/dossier/decide.ts';
import type { Attachment } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { Field } from '#core/form/form.ts';
import { checkForm, type CheckContext, type Problem } from '#core/form/validate.ts';
import { visibleAnswers, visibleDocuments } from '#core/form/visible.ts';
import type { DocumentRequirement } from '#core/procedure/procedure.ts';

/** What stands between a draft and the outbox, in the order of the steps. */
export type Missing =
  | { readonly kind: 'field'; readonly page: string; readonly field: Field; readonly problem: Problem }
  | { readonly kind: 'paper'; readonly document: DocumentRequirement }
  | { readonly kind: 'unit' };

/** The same checks the server makes, so that what is sent from here is not refused there. */
export function missingFor(draft: Draft, context: CheckContext): readonly Missing[] {
  const { procedure, answers, attachments, unit } = draft;
  const form = must(procedure.form, 'form');
  const fields = new Map(form.pages.flatMap((page) => page.fields).map((field) => [field.id, field] as const));
  const documents = new Map(procedure.documents.map((document) => [document.id, document] as const));
  return [
    ...checkForm(form, answers, context).map(({ pageId, fieldId, problem }) => ({
      kind: 'field' as const,
      page: pageId,
      field: must(fields.get(fieldId), fieldId),
      problem,
    })),
    ...missingPapers(procedure, answers, attachments).map((id) => ({
      kind: 'paper' as const,
      document: must(documents.get(id), id),
    })),
    ...(context.units && !context.units.has(unit) ? [{ kind: 'unit' as const }] : []),
  ];
}

/** The draft as it travels: answers and papers that are not asked for stay on the phone. */
export function forSending(draft: Draft): Draft {
  const { procedure, answers } = draft;
  return { ...draft, answers: visibleAnswers(must(procedure.form, 'form'), answers), attachments: askedPapers(draft) };
}

/** The papers that are asked for with these answers. */
export function askedPapers({ procedure, answers, attachments }: Draft): readonly Attachment[] {
  const asked = new Set(visibleDocuments(procedure, answers).map(({ id }) => id));
  return attachments.filter(({ document }) => asked.has(document));
}

/** Bytes the draft will weigh on its way, photos included. */
export function bytesToSend(draft: Draft): number {
  const { answers, attachments } = forSending(draft);
  const form = new TextEncoder().encode(JSON.stringify({ answers, attachments })).length;
  return attachments.flatMap(({ files }) => files).reduce((sum, { size }) => sum + size, form);
}
