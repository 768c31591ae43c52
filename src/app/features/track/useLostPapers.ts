import { useMemo } from 'react';
import type { Dossier } from '#core/dossier/dossier.ts';
import { lostPapers, type LostPaper } from '#core/dossier/replacement.ts';
import { useApp } from '#app/state/app.ts';

/** The papers of a dossier that neither the server nor this phone has; whether another phone has them nobody here knows. */
export function useLostPapers(dossier: Dossier): readonly LostPaper[] {
  const { missing, progress, outbox } = useApp();
  return useMemo(
    () => lostPapers(dossier, { missing: missing ?? [], progress, outbox }),
    [dossier, missing, progress, outbox],
  );
}
