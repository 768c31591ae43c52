import { filesOf, type Dossier, type Sha256, type Uuid } from '#core/dossier/dossier.ts';
import { hasEnded } from '#core/dossier/lifecycle.ts';
import { lostPapers, type LostPaper } from '#core/dossier/replacement.ts';
import type { FileProgress, OutboxEntry, PutAside } from '#core/ports.ts';

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

type Here = {
  /** What the server lacked by its last answer; null where that is not known. */
  readonly missing: readonly Sha256[] | null;
  readonly progress: readonly FileProgress[];
  readonly outbox: readonly OutboxEntry[];
  readonly lostHere: LostHere;
};

/** Papers with pages that only this phone had, and that nothing waiting here replaces. */
export function papersLostHere(dossier: Dossier, { missing, progress, outbox, lostHere }: Here): LostPaper[] {
  return lostHere(dossier) ? lostPapers(dossier, { missing: missing ?? [], progress, outbox }) : [];
}

/** True where the person has to photograph pages of a dossier again. */
export function asksForPapers(dossier: Dossier, here: Here): boolean {
  return !hasEnded(dossier.status) && papersLostHere(dossier, here).length > 0;
}
