import type { Uuid } from '#core/dossier/dossier.ts';
import type { Untold } from '#core/ports.ts';

/** True for a dossier that a server restored from a backup has lost: nobody handles it, whatever its status says. */
export function isStray(dossier: Uuid, untold: readonly Untold[]): boolean {
  return untold.some((each) => each.dossier === dossier && each.isLost);
}
