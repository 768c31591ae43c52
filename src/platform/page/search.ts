import type { CatalogueSearch } from '#core/ports.ts';
import { openSearch } from '#platform/search/search.ts';

/** Search in a worker of the page; some hosts' web views have none. */
export function openPageSearch(): CatalogueSearch {
  return openSearch(
    // The bundler finds the worker's program by this very expression.
    () =>
      typeof Worker === 'undefined'
        ? null
        : new Worker(new URL('../search/worker.ts', import.meta.url), { type: 'module', name: 'banso-search' }),
    async () => (await import('#platform/search/serve.ts')).holdIndex(),
  );
}
