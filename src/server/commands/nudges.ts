import type { Uuid } from '#core/dossier/dossier.ts';

/** Something of a unit's dossier changed and is committed. */
export type Nudge = { readonly unit: string; readonly dossier: Uuid };

/** Tells this process's listeners that a unit should look again. Nothing depends on it arriving. */
export type Nudges = {
  /** The returned function ends it. */
  subscribe(unit: string, listen: (nudge: Nudge) => void): () => void;
  emit(nudge: Nudge): void;
};

export function createNudges(): Nudges {
  const listeners = new Map<string, Set<(nudge: Nudge) => void>>();
  return {
    subscribe: (unit, listen) => {
      const ofUnit = listeners.get(unit) ?? new Set();
      listeners.set(unit, ofUnit.add(listen));
      return () => {
        ofUnit.delete(listen);
        if (ofUnit.size === 0) listeners.delete(unit);
      };
    },
    emit: (nudge) => {
      listeners.get(nudge.unit)?.forEach((listen) => listen(nudge));
    },
  };
}
