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

/** Words in order with, for each, who has it and how strongly: [entry, weight, entry, weight, …]. */
export type SearchIndex = {
  readonly entries: readonly { readonly id: string; readonly rank: number; readonly text: string }[];
  readonly words: readonly string[];
  readonly postings: readonly (readonly number[])[];
};

export type SearchHit = { id: string; score: number };

const WEIGHT = { id: 8, name: 4, keyword: 3, summary: 1 } as const;
const PREFIX_DISCOUNT = 0.6;
const REWRITTEN_DISCOUNT = 0.9;

/** An inverted index in memory: some 50 ms for 5,000 procedures on a laptop, built once per catalogue. */
export function buildIndex(entries: readonly SearchEntry[]): SearchIndex {
  const postings = new Map<string, number[]>();
  const add = (entry: number, text: string, weight: number) => {
    for (const word of new Set(wordsOf(text))) {
      const list = postings.get(word);
      if (!list) postings.set(word, [entry, weight]);
      // Texts come strongest first, so a word the entry already has keeps its weight.
      else if (list[list.length - 2] !== entry) list.push(entry, weight);
    }
  };
  const listed = entries.map(({ id, name, keywords, summary = '', rank = 0 }, entry) => {
    add(entry, id, WEIGHT.id);
    add(entry, id.slice(id.indexOf('.') + 1), WEIGHT.id);
    add(entry, name, WEIGHT.name);
    for (const keyword of keywords) add(entry, keyword, WEIGHT.keyword);
    add(entry, summary, WEIGHT.summary);
    return { id, rank, text: [name, ...keywords].map((part) => ` ${wordsOf(part).join(' ')}`).join(' |') };
  });
  const words = [...postings.keys()].sort();
  return { entries: listed, words, postings: words.map((word) => postings.get(word) ?? []) };
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
  if (typed.length === 0) return [];
  const plain = typed.map(withoutTelex);
  const attempts = [
    () => rewritings(typed).map((words) => match(index, words, true)),
    () => rewritings(plain).map((words) => match(index, words, true)),
    () => rewritings(plain).map((words) => match(index, words, false)),
  ];
  for (const attempt of attempts) {
    const best = new Map<number, number>();
    attempt().forEach((scores, variant) => {
      for (const [entry, raw] of scores) {
        const score = variant === 0 ? raw : raw * REWRITTEN_DISCOUNT;
        if (score > (best.get(entry) ?? 0)) best.set(entry, score);
      }
    });
    if (best.size > 0) return top(index, best, limit);
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

/** The words themselves, then a version for each abbreviation among them. */
function rewritings(words: readonly string[]): string[][] {
  const text = ` ${words.join(' ')} `;
  const longest = ABBREVIATIONS.filter(([typed]) => text.includes(` ${typed} `)).sort(
    (a, b) => b[0].length - a[0].length,
  );
  return [text, ...longest.map(([typed, meant]) => text.replace(` ${typed} `, ` ${meant} `))].map((version) =>
    version.trim().split(' '),
  );
}

/** Scores by entry: of those with all words, or else of those with half of the best score at least. */
function match(index: SearchIndex, words: readonly string[], all: boolean): Map<number, number> {
  const total = new Map<number, { score: number; words: number }>();
  for (const word of new Set(words)) {
    const found = postingsOf(index, word);
    // A word that everything has ("thu tuc") says little.
    const worth = Math.log(1 + index.entries.length / (found.size || 1));
    for (const [entry, weight] of found) {
      const sum = total.get(entry) ?? { score: 0, words: 0 };
      total.set(entry, { score: sum.score + weight * worth, words: sum.words + 1 });
    }
  }
  const needed = all ? new Set(words).size : 1;
  const phrase = ` ${words.join(' ')}`;
  const scores = new Map<number, number>();
  for (const [entry, sum] of total) {
    if (sum.words < needed) continue;
    const at = index.entries[entry]?.text.indexOf(phrase) ?? -1;
    scores.set(entry, sum.score * (at < 0 ? 1 : 2));
  }
  if (all) return scores;
  const floor = Math.max(...scores.values()) / 2;
  return new Map([...scores].filter(([, score]) => score >= floor));
}

/** The strongest weight of a word, or of words it begins, by entry. */
function postingsOf({ words, postings }: SearchIndex, start: string): Map<number, number> {
  const found = new Map<number, number>();
  for (let at = lowerBound(words, start); words[at]?.startsWith(start); at += 1) {
    const share = words[at] === start ? 1 : PREFIX_DISCOUNT;
    const list = postings[at] ?? [];
    for (let i = 0; i < list.length; i += 2) {
      const [entry = 0, weight = 0] = [list[i], list[i + 1]];
      if (weight * share > (found.get(entry) ?? 0)) found.set(entry, weight * share);
    }
  }
  return found;
}

/** The first place in a sorted list that is not before a word. */
function lowerBound(words: readonly string[], word: string): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] ?? '') < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
