import { Document, Encoder } from 'flexsearch';
import MiniSearch from 'minisearch';
import { fold } from '#core/text/fold.ts';
import { decodeIndex, encodeIndex } from '#core/text/search/codec.ts';
import { MOST_POPULAR, type SearchEntry } from '#core/text/search/entry.ts';
import { buildIndex } from '#core/text/search/index.ts';
import { Searcher } from '#core/text/search/searcher.ts';

/**
 * The page of `npm run bench -- search`. The libraries get what they have for people who type so: folding, the
 * last word as a beginning, spelling mistakes, the name above keywords, popularity. Everyday words and
 * abbreviations are ours alone; authored keywords all three index.
 */

/** Codes and names, the best first, as a list shows them. */
type Ask = (text: string) => { readonly code: string; readonly name: string }[];

type Engine = {
  /** From the catalogue as JSON text. */
  readonly build: (json: string) => Ask;
  /** What the library can keep of an index, and from it; bytes as they would lie in the browser's cache. */
  readonly save: (json: string) => Uint8Array<ArrayBuffer>;
  readonly restore: (bytes: Uint8Array<ArrayBuffer>) => Ask;
};

const LIMIT = 20;
const utf8 = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const parse = (json: string) => JSON.parse(json) as SearchEntry[];
const lift = (popularity: number) => 1 + (0.55 * Math.min(popularity, MOST_POPULAR)) / MOST_POPULAR;

const asked =
  (searcher: Searcher): Ask =>
  (question) => [...searcher.ask({ text: question, limit: LIMIT }).hits];

const own: Engine = {
  build: (json) => asked(new Searcher(buildIndex(parse(json)))),
  save: (json) => encodeIndex(buildIndex(parse(json))),
  restore: (bytes) => {
    const index = decodeIndex(bytes);
    if (!index) throw new Error('not an index');
    return asked(new Searcher(index));
  },
};

const MINI = {
  idField: 'code',
  fields: ['name', 'keywords', 'code', 'field'],
  storeFields: ['name', 'popularity'],
  extractField: (entry: Record<string, unknown>, name: string) => {
    const value = entry[name];
    return Array.isArray(value) ? value.join(' ') : (value as string);
  },
  processTerm: (term: string) => fold(term),
};
const askMini =
  (mini: MiniSearch): Ask =>
  (question) => {
    const options = {
      prefix: (_: string, i: number, terms: string[]) => i === terms.length - 1,
      fuzzy: 0.2,
      boost: { name: 2 },
      boostDocument: (_id: unknown, _term: string, stored: Record<string, unknown> | undefined) =>
        lift(Number(stored?.['popularity'] ?? 0)),
    };
    const all = mini.search(question, { ...options, combineWith: 'AND' });
    const found = all.length > 0 ? all : mini.search(question, { ...options, combineWith: 'OR' });
    return found.slice(0, LIMIT).map((hit) => ({ code: String(hit.id), name: String(hit['name']) }));
  };
const miniSearch: Engine = {
  build: (json) => {
    const mini = new MiniSearch(MINI as never);
    mini.addAll(parse(json));
    return askMini(mini);
  },
  save: (json) => {
    const mini = new MiniSearch(MINI as never);
    mini.addAll(parse(json));
    return utf8(JSON.stringify(mini));
  },
  restore: (bytes) => askMini(MiniSearch.loadJSON(text(bytes), MINI as never)),
};

const newFlex = () => {
  const encoder = new Encoder({ prepare: fold, normalize: false, numeric: false });
  return new Document({
    document: {
      id: 'code',
      store: ['name', 'popularity'],
      index: ['name', 'keywords', 'code', 'field'].map((field) => ({ field, tokenize: 'forward', encoder })),
    },
  } as never);
};
type FlexHit = { readonly id: string; readonly doc: { readonly name: string; readonly popularity: number } };
const askFlex =
  (flex: ReturnType<typeof newFlex>): Ask =>
  (question) => {
    const hits = flex.search(question, { limit: 100, suggest: true, enrich: true, merge: true } as never);
    // Ties are many: what is asked for more goes up some places.
    return (hits as unknown as FlexHit[])
      .map(({ id, doc }, place) => ({ code: id, name: doc.name, score: lift(doc.popularity) / (place + 5) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, LIMIT);
  };
const flexSearch: Engine = {
  build: (json) => {
    const flex = newFlex();
    for (const { keywords = [], ...entry } of parse(json))
      flex.add({ ...entry, keywords: keywords.join(' ') } as never);
    return askFlex(flex);
  },
  save: (json) => {
    const flex = newFlex();
    for (const { keywords = [], ...entry } of parse(json))
      flex.add({ ...entry, keywords: keywords.join(' ') } as never);
    const parts: [string, string][] = [];
    void flex.export((key, data) => void parts.push([key, data]));
    return utf8(JSON.stringify(parts));
  },
  restore: (bytes) => {
    const flex = newFlex();
    for (const [key, data] of JSON.parse(text(bytes)) as [string, string][]) void flex.import(key, data);
    return askFlex(flex);
  },
};

const ENGINES = { own, miniSearch, flexSearch } as const;
export type EngineName = keyof typeof ENGINES;

let ask: Ask | null = null;
/** What was fetched, as it lies there before the clock starts. */
let fetched: string | Uint8Array<ArrayBuffer> | null = null;

const bench = {
  /** The bytes an engine would ship, for the runner to serve. */
  save: async (engine: EngineName): Promise<number[]> => [
    ...ENGINES[engine].save(await (await fetch('/entries.json')).text()),
  ],
  fetch: async (path: string): Promise<void> => {
    const response = await fetch(path);
    fetched = path.endsWith('.json') ? await response.text() : new Uint8Array(await response.arrayBuffer());
  },
  /** Milliseconds from bytes at hand to an index that answers its first question. */
  ready: (engine: EngineName): number => {
    const start = performance.now();
    ask = typeof fetched === 'string' ? ENGINES[engine].build(fetched) : ENGINES[engine].restore(must(fetched));
    ask('khai sinh');
    return performance.now() - start;
  },
  drop: (): void => {
    fetched = null;
  },
  /** Milliseconds each text took. */
  type: (texts: readonly string[]): number[] => {
    const answer = must(ask);
    return texts.map((one) => {
      const start = performance.now();
      answer(one);
      return performance.now() - start;
    });
  },
  codes: (texts: readonly string[]): string[][] => texts.map((one) => must(ask)(one).map(({ code }) => code)),
};
export type BenchPage = typeof bench;

function must<T>(value: T | null): T {
  if (value === null) throw new Error('fetch and make ready first');
  return value;
}

Object.assign(globalThis, { bench });
