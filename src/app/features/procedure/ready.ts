import type { Procedure } from '#core/procedure/procedure.ts';

/**
 * Where a picture of a paper is already: in this person's draft, or in the wallet, from which a draft can take it. `over`:
 * the wallet has none but such as are past the last day printed on them.
 */
export type Ready = ReadonlyMap<string, 'draft' | 'wallet' | 'over'>;

/**
 * How many papers are there already, and of how many: those asked of everyone, and those of some cases that this person
 * has. `where` all of them are, or null for some here and some there.
 */
export function readyGlance({ documents }: Pick<Procedure, 'documents'>, ready: Ready) {
  const isThere = (id: string) => ready.has(id) && ready.get(id) !== 'over';
  const there = documents.filter(({ id }) => isThere(id)).map(({ id }) => ready.get(id));
  const asked = documents.filter(({ id, required, showWhen }) => isThere(id) || (required && !showWhen)).length;
  const [first] = there;
  const where = first && first !== 'over' && there.every((one) => one === first) ? first : null;
  return { asked, there: there.length, where };
}
