import type { Procedure } from '#core/procedure/procedure.ts';

/** Where a picture of a paper is already: in this person's draft, or in the wallet, from which a draft can take it. */
export type Ready = ReadonlyMap<string, 'draft' | 'wallet'>;

/**
 * How many papers are there already, and of how many: those asked of everyone, and those of some cases that this person
 * has. `where` all of them are, or null for some here and some there.
 */
export function readyGlance({ documents }: Pick<Procedure, 'documents'>, ready: Ready) {
  const there = documents.flatMap(({ id }) => ready.get(id) ?? []);
  const asked = documents.filter(({ id, required, showWhen }) => ready.has(id) || (required && !showWhen)).length;
  const [first] = there;
  return { asked, there: there.length, where: there.every((one) => one === first) ? (first ?? null) : null };
}
