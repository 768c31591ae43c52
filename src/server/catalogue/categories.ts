import type { PortalCategory } from './portal.ts';

/** The tree of categories as it becomes known, record by record. */
export type Categories = {
  /**
   * Adds a record's categories. Answers the names along a cycle they would close, and then adds none of them:
   * a category above itself would send whoever walks up the tree round for ever.
   */
  add(categories: readonly PortalCategory[]): readonly string[] | null;
};

export function createCategories(): Categories {
  const parents = new Map<string, { readonly name: string; readonly parent: string | null }>();

  function cycleFrom(id: string, added: ReadonlyMap<string, { name: string; parent: string | null }>): string[] | null {
    const seen = new Set<string>();
    const way: string[] = [];
    for (let at: string | null = id; at !== null;) {
      const known: { name: string; parent: string | null } | undefined = added.get(at) ?? parents.get(at);
      way.push(known?.name ?? at);
      if (seen.has(at)) return way;
      seen.add(at);
      at = known?.parent ?? null;
    }
    return null;
  }

  return {
    add(categories) {
      const added = new Map(
        categories.map(({ id, name, parentId }) => [id, { name, parent: parentId ?? null }] as const),
      );
      for (const id of added.keys()) {
        const cycle = cycleFrom(id, added);
        if (cycle !== null) return cycle;
      }
      for (const [id, category] of added) parents.set(id, category);
      return null;
    },
  };
}
