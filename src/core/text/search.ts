import { ABBREVIATIONS } from './abbreviations.ts';
import { fold } from './fold.ts';

/** Something to be found. `rank` from 0 to 1 says how much it is used, and lifts it among equals. */
export type SearchEntry = {
  readonly id: string;
  readonly name: string;
  readonly keywords: readonly string[];
  readonly summary?: string;
  readonly rank?: number;
};

/**
 * An inverted index. The postings of `words[i]` lie at `starts[i]` to `starts[i + 1]`, each an entry
 * times 16 plus a weight; since words are sorted, those of all words with one beginning lie together.
 * `text` is name and keywords as folded words, "| dang ky khai sinh | gks |".
 */
export type SearchIndex = {
  readonly entries: readonly { readonly id: string; readonly rank: number; readonly text: string }[];
  readonly words: readonly string[];
  readonly starts: Uint32Array;
  readonly postings: Uint32Array;
};

export type SearchHit = { id: string; score: number };

/** Below 16, as postings pack them. */
const WEIGHT = { id: 8, name: 4, keyword: 3, summary: 1 } as const;
const PREFIX_DISCOUNT = 0.6;
const REWRITTEN_DISCOUNT = 0.9;
/** The words side by side, or as the whole name or keyword: "khai sinh" is not "khai thác … phát sinh". */
const SIDE_BY_SIDE = 2;
const WHOLE = 3;

/** The index of a catalogue, built once for each version of it. */
export function buildIndex(entries: readonly SearchEntry[]): SearchIndex {
  const lists = new Map<string, number[]>();
  let count = 0;
  const listed = entries.map(({ id, name, keywords, summary = '', rank = 0 }, entry) => {
    const seen = new Set<string>();
    // Texts come strongest first, so a word the entry already has keeps its weight.
    const add = (text: string, weight: number): string => {
      const words = wordsOf(text);
      for (const word of words) {
        if (seen.has(word)) continue;
        seen.add(word);
        count += 1;
        const posting = entry * 16 + weight;
        const list = lists.get(word);
        if (list) list.push(posting);
        else lists.set(word, [posting]);
      }
      return ` ${words.join(' ')} |`;
    };
    add(id, WEIGHT.id);
    add(id.slice(id.indexOf('.') + 1), WEIGHT.id);
    const text = `|${add(name, WEIGHT.name)}${keywords.map((keyword) => add(keyword, WEIGHT.keyword)).join('')}`;
    add(summary, WEIGHT.summary);
    return { id, rank, text };
  });

  const words = [...lists.keys()].sort();
  const starts = new Uint32Array(words.length + 1);
  const postings = new Uint32Array(count);
  words.forEach((word, i) => {
    const list = lists.get(word) ?? [];
    const start = starts[i] ?? 0;
    postings.set(list, start);
    starts[i + 1] = start + list.length;
  });
  return { entries: listed, words, starts, postings };
}

/**
 * The best entries for what someone typed, best first. Marks do not matter, every word may be a
 * beginning, codes work with and without dots. In this order, until something is found:
 *
 * 1. entries with all words, as typed or with abbreviations written out;
 * 2. the same without what Telex leaves behind on a keyboard in English ("dduwowngf" for "đường");
 * 3. entries with the words that tell most.
 */
export function search(index: SearchIndex, query: string, limit: number): SearchHit[] {
  const typed = wordsOf(query);
  const plain = typed.map(withoutTelex);
  const attempts = [
    { words: typed, all: true },
    { words: plain, all: true },
    { words: plain, all: false },
  ];
  for (const { words, all } of attempts) {
    const best = new Float32Array(index.entries.length);
    rewritings(words).forEach((version, i) => match(index, version, all, i === 0 ? 1 : REWRITTEN_DISCOUNT, best));
    const hits = top(index, best, all ? 0 : best.reduce((a, b) => Math.max(a, b), 0) / 2, limit);
    if (hits.length > 0) return hits;
  }
  return [];
}

function wordsOf(text: string): string[] {
  return (
    fold(text)
      .replace(/(\d)\.(?=\d)/g, '$1')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/**
 * A word as Telex meant it. No Vietnamese syllable has s, f, r, x, j or w after its vowel, a doubled
 * a, e, o, or a double d, so taking them away cannot damage a word that was typed rightly.
 */
function withoutTelex(word: string): string {
  return word
    .replace(/dd/g, 'd')
    .replace(/([aeiouy])w+/g, '$1')
    .replace(/w/g, 'u')
    .replace(/([aeiouy](?:ch|ng|nh|[cmnpt])?)[sfrxj]+/g, '$1')
    .replace(/([aeo])\1+/g, '$1');
}

/** The words themselves, then with each abbreviation among them written out, then with all of them. */
function rewritings(words: readonly string[]): string[][] {
  const text = ` ${words.join(' ')} `;
  const replace = (before: string, [typed, meant]: (typeof ABBREVIATIONS)[number]) =>
    before.replace(` ${typed} `, ` ${meant} `);
  const present = ABBREVIATIONS.filter(([typed]) => text.includes(` ${typed} `)).sort(
    (a, b) => b[0].length - a[0].length,
  );
  const versions = new Set([text, ...present.map((pair) => replace(text, pair)), present.reduce(replace, text)]);
  return [...versions].map((version) => version.split(' ').filter(Boolean));
}

/** Raises `best`, scores by entry, to those of the entries with all words, or with any. */
function match(index: SearchIndex, words: readonly string[], all: boolean, factor: number, best: Float32Array): void {
  const { length } = best;
  const unique = new Set(words);
  const scores = new Float32Array(length);
  const matched = new Uint8Array(length);
  for (const word of unique) {
    const { weights, count } = weightsOf(index, word);
    if (count === 0 && all) return;
    // A word that everything has ("thu tuc") says little.
    const worth = Math.log(1 + length / count);
    for (let entry = 0; entry < length; entry += 1) {
      const weight = weights[entry] ?? 0;
      if (weight === 0) continue;
      scores[entry] = (scores[entry] ?? 0) + weight * worth * factor;
      matched[entry] = (matched[entry] ?? 0) + 1;
    }
  }
  const needed = all ? unique.size : 1;
  const phrase = words.join(' ');
  for (let entry = 0; entry < length; entry += 1) {
    if ((matched[entry] ?? 0) < needed) continue;
    const score = (scores[entry] ?? 0) * closeness(index.entries[entry]?.text ?? '', phrase);
    best[entry] = Math.max(best[entry] ?? 0, score);
  }
}

function closeness(text: string, phrase: string): number {
  if (!text.includes(` ${phrase}`)) return 1;
  return text.includes(`| ${phrase} |`) ? WHOLE : SIDE_BY_SIDE;
}

/** By entry, the strongest weight of a word or of a word it begins; and how many entries have one. */
function weightsOf({ entries, words, starts, postings }: SearchIndex, start: string) {
  const weights = new Float32Array(entries.length);
  const first = lowerBound(words, start);
  const exactEnd = words[first] === start ? starts[first + 1] : starts[first];
  const end = starts[lowerBound(words, `${start}\uffff`)] ?? 0;
  let count = 0;
  for (let at = starts[first] ?? 0; at < end; at += 1) {
    const posting = postings[at] ?? 0;
    const entry = posting >>> 4;
    const before = weights[entry] ?? 0;
    if (before === 0) count += 1;
    weights[entry] = Math.max(before, (posting & 15) * (at < (exactEnd ?? 0) ? 1 : PREFIX_DISCOUNT));
  }
  return { weights, count };
}

/** The first place in a sorted list that is not before a word. */
function lowerBound(words: readonly string[], word: string): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((words[middle] ?? '') < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

function top({ entries }: SearchIndex, scores: Float32Array, floor: number, limit: number): SearchHit[] {
  return entries
    .map(({ id, rank }, entry) => ({ id, raw: scores[entry] ?? 0, rank }))
    .filter(({ raw }) => raw > 0 && raw >= floor)
    .map(({ id, raw, rank }) => ({ id, score: raw * (1 + rank / 2) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
}
