import { findAnswer } from '#core/form/visible.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { CitizenIntent } from './command.ts';
import type { Dossier } from './dossier.ts';
import type { Draft } from './draft.ts';

/**
 * A supplement in progress is a draft under the id of the dossier it is for, which no other draft has any more:
 * submitting took that away. So photos and words are kept as they are taken, by the same writes as a dossier's,
 * and go into the outbox in the same transaction that ends the draft. Its one answer is the note.
 */

/** The field of a supplement's answers that holds what the person says to the officer. */
export const NOTE = 'note';

/** A supplement with nothing in it yet; it is on the phone once it has been saved. `now` in milliseconds. */
export function beginSupplement(dossier: Dossier, procedure: Procedure, now: number): Draft {
  return {
    id: dossier.id,
    rev: 0,
    procedure,
    unit: dossier.unit,
    answers: {},
    attachments: [],
    place: { at: 'supplement' },
    startedAt: now,
    savedAt: now,
  };
}

/** True for what is to be added to a dossier (papers photographed again too), false for one that has not been submitted. */
export function isSupplement({ place }: Pick<Draft, 'place'>): boolean {
  return place.at === 'supplement' || place.at === 'replacement';
}

/** What the person says to the officer, as typed. */
export function noteOf({ answers }: Pick<Draft, 'answers'>): string {
  const note = findAnswer(answers, NOTE);
  return typeof note === 'string' ? note : '';
}

/** True while there is nothing in it that somebody might miss. */
export function isEmptySupplement(draft: Pick<Draft, 'answers' | 'attachments'>): boolean {
  return draft.attachments.length === 0 && noteOf(draft).trim() === '';
}

/** What a supplement asks of the server. */
export function supplementOf(draft: Draft): Extract<CitizenIntent, { type: 'supplement' }> {
  return {
    type: 'supplement',
    dossier: draft.id,
    note: noteOf(draft).trim(),
    attachments: [...draft.attachments],
  };
}
