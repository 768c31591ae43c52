import { must } from '#core/assert.ts';
import { missingPapers, overfullPapers } from '#core/dossier/decide.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { submissionOf } from '#core/dossier/submission.ts';
import type { Field, Form, Page } from '#core/form/form.ts';
import { checkForm, type CheckContext, type FormProblem, type Problem } from '#core/form/validate.ts';
import type { DocumentRequirement } from '#core/procedure/procedure.ts';

/** What stands between a draft and the outbox, in the order of the steps. */
export type Missing =
  /** A page with one thing to put right, or with several: then the first of them. */
  | {
      readonly kind: 'page';
      readonly page: Page;
      readonly field: Field;
      readonly problem: Problem;
      readonly count: number;
    }
  | { readonly kind: 'paper'; readonly document: DocumentRequirement }
  /** It has `count` pages and takes `max`: two phones' photos came together, or a newer version takes fewer. */
  | {
      readonly kind: 'tooManyPages';
      readonly document: DocumentRequirement;
      readonly count: number;
      readonly max: number;
    }
  | { readonly kind: 'unit' };

/** The same checks the server makes, so that what is sent from here is not refused there. */
export function missingFor(draft: Draft, context: CheckContext): readonly Missing[] {
  const { procedure, answers, attachments, unit } = draft;
  const form = must(procedure.form, 'form');
  const documents = new Map(procedure.documents.map((document) => [document.id, document] as const));
  const sent = submissionOf(draft).attachments;
  return [
    ...byPage(form, checkForm(form, answers, context)),
    ...missingPapers(procedure, answers, attachments).map((id) => ({
      kind: 'paper' as const,
      document: must(documents.get(id), id),
    })),
    ...overfullPapers(procedure, sent).map(({ document, count, max }) => ({
      kind: 'tooManyPages' as const,
      document: must(documents.get(document), document),
      count,
      max,
    })),
    ...(context.units && !context.units.has(unit) ? [{ kind: 'unit' as const }] : []),
  ];
}

/** One line a page, so that a form that has barely been begun does not fill the screen with what is missing. */
function byPage(form: Form, problems: readonly FormProblem[]): Missing[] {
  return form.pages.flatMap((page) => {
    const here = problems.filter(({ pageId }) => pageId === page.id);
    const first = here[0];
    const field = page.fields.find(({ id }) => id === first?.fieldId);
    return first && field ? [{ kind: 'page', page, field, problem: first.problem, count: here.length }] : [];
  });
}

/** Bytes the draft will weigh on its way, photos included. */
export function bytesToSend(draft: Draft): number {
  const { answers, attachments } = submissionOf(draft);
  const form = new TextEncoder().encode(JSON.stringify({ answers, attachments })).length;
  return attachments.flatMap(({ files }) => files).reduce((sum, { size }) => sum + size, form);
}
