import type { Dossier } from '#core/dossier/dossier.ts';
import { hasEnded } from '#core/dossier/lifecycle.ts';
import type { Answer } from '#app/parts/answer.ts';

/** What the card at the head of a dossier speaks of: what is asked of the citizen now, or how far it is. */
export type Act = 'stray' | 'withdrawing' | 'supplement' | 'fee' | 'lostPapers' | 'receiving' | 'answered' | 'status';

type Circumstances = {
  readonly isStray: boolean;
  /** What waits here in answer to what is asked. */
  readonly answer: Answer | null;
  /** Papers of it have to be photographed again. */
  readonly losesPapers: boolean;
};

/** Of several things at once the first to be done; beside a supplement and a fee, lost papers are asked for as well. */
export function actOf(dossier: Dossier, { isStray, answer, losesPapers }: Circumstances): Act {
  const { status, supplement, fee, papersComplete } = dossier;
  if (isStray) return 'stray';
  if (answer === 'withdraw') return 'withdrawing';
  if (status === 'supplementRequested' && supplement && answer === null) return 'supplement';
  if (status === 'paymentRequested' && fee) return 'fee';
  if (losesPapers && !hasEnded(status)) return 'lostPapers';
  if (status === 'registered' && !papersComplete) return 'receiving';
  return answer === 'supplement' ? 'answered' : 'status';
}

/** The answer of which the card says how it gets to the server; nothing else has to say it again. */
export function toldWith(act: Act): Answer | null {
  if (act === 'withdrawing') return 'withdraw';
  return act === 'answered' ? 'supplement' : null;
}
