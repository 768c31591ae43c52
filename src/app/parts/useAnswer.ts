import type { Dossier } from '#core/dossier/dossier.ts';
import { useApp } from '#app/state/app.ts';
import { answerTo, type Answer } from './answer.ts';

/** What waits here in answer to what a dossier asks. */
export function useAnswer(dossier: Dossier): Answer | null {
  return useApp(({ outbox }) => answerTo(dossier, outbox));
}
