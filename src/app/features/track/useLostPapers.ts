import { useMemo } from 'react';
import type { Dossier } from '#core/dossier/dossier.ts';
import { lostPapers, type LostPaper } from '#core/dossier/replacement.ts';
import { useApp } from '#app/state/app.ts';
import { useLostHere } from '#app/state/lost-device.ts';
import { hasEnded } from './timeline.ts';

/** The papers of a dossier that neither the server nor this phone has; whether another phone has them nobody here knows. */
export function useLostPapers(dossier: Dossier): readonly LostPaper[] {
  const read = useLost();
  return useMemo(() => read(dossier), [read, dossier]);
}

/** True where papers went with this phone's own store, so that the person has to photograph them again. */
export function useAsksForPapers(): (dossier: Dossier) => boolean {
  const read = useLost();
  const lostHere = useLostHere();
  return (dossier) => lostHere(dossier) && !hasEnded(dossier.status) && read(dossier).length > 0;
}

function useLost(): (dossier: Dossier) => readonly LostPaper[] {
  const { missing, progress, outbox } = useApp();
  return useMemo(
    () => (dossier) => lostPapers(dossier, { missing: missing ?? [], progress, outbox }),
    [missing, progress, outbox],
  );
}
