import { useMemo } from 'react';
import type { Dossier } from '#core/dossier/dossier.ts';
import { lostPapers, type LostPaper } from '#core/dossier/replacement.ts';
import { answerTo } from '#app/parts/answer.ts';
import { isStray } from '#app/parts/stray.ts';
import { useApp } from '#app/state/app.ts';

/**
 * The papers of a dossier that neither the server nor this phone has; whether another phone has them nobody here knows.
 * None where they are waited for no more: the server has lost the dossier, or its withdrawal waits here.
 */
export function useLostPapers(dossier: Dossier): readonly LostPaper[] {
  const { missing, progress, outbox, untold } = useApp();
  return useMemo(() => {
    if (isStray(dossier.id, untold) || answerTo(dossier, outbox) === 'withdraw') return [];
    return lostPapers(dossier, { missing: missing ?? [], progress, outbox });
  }, [dossier, missing, progress, outbox, untold]);
}
