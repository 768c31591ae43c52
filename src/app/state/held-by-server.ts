import type { Dossier, Sha256 } from '#core/dossier/dossier.ts';
import type { Untold } from '#core/ports.ts';

type LastAnswer = {
  /** What the server lacked by its last answer; null where that is not known. */
  readonly missing: readonly Sha256[] | null;
  readonly untold: readonly Untold[];
};

/** Which pages of a dossier the server holds by its last answer. It does not miss those of what it has forgotten. */
export function heldByServer({ id }: Pick<Dossier, 'id'>, { missing, untold }: LastAnswer): (hash: Sha256) => boolean {
  if (missing === null || untold.some(({ dossier }) => dossier === id)) return () => false;
  const lacking = new Set(missing);
  return (hash) => !lacking.has(hash);
}
