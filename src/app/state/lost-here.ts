import { filesOf, type Dossier, type Uuid } from '#core/dossier/dossier.ts';
import type { PutAside } from '#core/ports.ts';

/** Whether pages of a dossier are lost on this phone, so that no other is waited for. */
export type LostHere = (dossier: Pick<Dossier, 'id' | 'attachments'>) => boolean;

/**
 * Pages are lost here with an earlier store of this phone (`earlier`: the dossiers it concerned), or where a photo does
 * not open any more. One photo may be in several dossiers.
 */
export function lostHereOf(
  earlier: ReadonlySet<Uuid> | null,
  aside: readonly Pick<PutAside, 'what' | 'fate' | 'id'>[],
): LostHere {
  const spoilt = new Set(aside.filter(({ what, fate }) => what === 'paper' && fate !== 'back').map(({ id }) => id));
  return ({ id, attachments }) =>
    earlier?.has(id) === true || (spoilt.size > 0 && filesOf(attachments).some(({ hash }) => spoilt.has(hash)));
}
