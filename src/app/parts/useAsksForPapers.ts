import type { Dossier } from '#core/dossier/dossier.ts';
import { useApp } from '#app/state/app.ts';
import { useLostHere } from '#app/state/lost-device.ts';
import { asksForPapers } from '#app/state/lost-here.ts';

/** Which dossiers wait for pages that the person has to photograph again. */
export function useAsksForPapers(): (dossier: Dossier) => boolean {
  const { missing, progress, outbox } = useApp();
  const lostHere = useLostHere();
  return (dossier) => asksForPapers(dossier, { missing, progress, outbox, lostHere });
}
