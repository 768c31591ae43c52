import type { Uuid } from '#core/dossier/dossier.ts';
import type { PutAside } from '#core/ports.ts';

/**
 * Dossiers with pages that only this phone had: those that went with an earlier store of it (`earlier`), and those with a
 * photo that does not open any more. No other phone is waited for.
 */
export function lostHereOf(
  earlier: ReadonlySet<Uuid> | null,
  aside: readonly Pick<PutAside, 'what' | 'fate' | 'dossier'>[],
): (dossier: Uuid) => boolean {
  const spoilt = new Set(
    aside.filter(({ what, fate }) => what === 'paper' && fate !== 'back').map(({ dossier }) => dossier),
  );
  return (id) => earlier?.has(id) === true || spoilt.has(id);
}
