import type { Dossier } from '#core/dossier/dossier.ts';
import { useAnswer } from '#app/parts/useAnswer.ts';
import { useIsStray } from '#app/parts/useIsStray.ts';
import { actOf, type Act } from './act.ts';
import { useLostPapers } from './useLostPapers.ts';

/** What a dossier's head speaks of, as things stand on this phone. */
export function useAct(dossier: Dossier): Act {
  const isStray = useIsStray(dossier.id);
  const answer = useAnswer(dossier);
  const losesPapers = useLostPapers(dossier).length > 0;
  return actOf(dossier, { isStray, answer, losesPapers });
}
