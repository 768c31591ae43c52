import type { Uuid } from '#core/dossier/dossier.ts';
import { useApp } from '#app/state/app.ts';
import { isStray } from './stray.ts';

/** Whether the server has lost a dossier that this phone knows. */
export function useIsStray(dossier: Uuid): boolean {
  return useApp(({ untold }) => isStray(dossier, untold));
}
