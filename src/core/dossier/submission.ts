import { must } from '#core/assert.ts';
import { visibleAnswers, visibleDocuments } from '#core/form/visible.ts';
import type { CitizenIntent } from './command.ts';
import type { Draft } from './draft.ts';

/**
 * What a finished draft asks of the server: the answers and papers that are asked for, and no others. An answer
 * behind a question that was closed again, and the photos of a paper nobody wants any more, are the person's own.
 */
export function submissionOf(draft: Draft): Extract<CitizenIntent, { type: 'submit' }> {
  const { id, procedure, unit, answers, attachments } = draft;
  const asked = new Set(visibleDocuments(procedure, answers).map((document) => document.id));
  return {
    type: 'submit',
    dossier: id,
    procedure: procedure.code,
    version: procedure.version,
    unit,
    answers: visibleAnswers(must(procedure.form, 'form'), answers),
    attachments: attachments.filter(({ document }) => asked.has(document)),
  };
}
