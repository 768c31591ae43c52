import type { CatalogueSearch } from '#core/ports.ts';
import { decodeIndex, encodeIndex } from '#core/text/search/codec.ts';
import { facetsOf } from '#core/text/search/filter.ts';
import { buildIndex } from '#core/text/search/index.ts';
import { Searcher } from '#core/text/search/searcher.ts';

/** What is asked of whoever holds the index, by the name of the port's method, and its number. */
export type SearchCall = {
  [Method in keyof CatalogueSearch]: {
    readonly id: number;
    readonly method: Method;
    readonly argument: Parameters<CatalogueSearch[Method]>[0];
  };
}[keyof CatalogueSearch];

export type SearchReply = { readonly id: number; readonly value: unknown };

/** Holds the index and answers calls in the order they come; the same in a worker and in the page. */
export function holdIndex(): (call: SearchCall) => SearchReply {
  let searcher: Searcher | null = null;
  return (call) => {
    switch (call.method) {
      case 'load': {
        const index = call.argument instanceof Uint8Array ? decodeIndex(call.argument) : buildIndex(call.argument);
        if (index) searcher = new Searcher(index);
        return { id: call.id, value: index !== null };
      }
      case 'ask':
        return { id: call.id, value: searcher?.ask(call.argument) ?? null };
      case 'facets':
        return { id: call.id, value: searcher ? facetsOf(searcher.index, call.argument) : null };
      case 'save':
        return { id: call.id, value: searcher ? encodeIndex(searcher.index) : null };
    }
  };
}
