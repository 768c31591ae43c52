import { NO_WORD, type SearchIndex } from './index.ts';
import { lettersOf, soundOf, withinOneEdit, withoutLeftovers } from './words.ts';

/**
 * Words of the catalogue that a typed word may mean, the likeliest first. `quality` from 0 to 1. They are remembered
 * between keys, some with thousands of words: as typed arrays they lie outside what the collector copies about.
 */
export type Candidates = {
  readonly words: Uint16Array;
  readonly qualities: Float32Array;
  /** How much the likeliest tells. */
  readonly worth: number;
};

const QUALITY = { exact: 1, leftovers: 0.97, beginning: 0.8, alike: 0.7, edited: 0.6 } as const;
/** Below, nearly every word is one edit from another; one letter more where letters were taken away already. */
const SHORTEST_EDITED = 3;
const NONE: Candidates = { words: new Uint16Array(), qualities: new Float32Array(), worth: 0 };

/**
 * What a folded word may mean. `unfinished` is the word being typed, which may be a beginning; `loose` also
 * tries one edit on words that the catalogue knows, for a question that found nothing as it stands.
 */
export function candidatesOf(index: SearchIndex, typed: string, unfinished: boolean, loose: boolean): Candidates {
  const best = new Map<number, number>();
  const add = (word: number, quality: number) => {
    if (quality > (best.get(word) ?? 0)) best.set(word, quality);
  };
  const plain = withoutLeftovers(typed);
  const exact = index.wordNumbers.get(typed);
  const exactPlain = plain === typed ? exact : index.wordNumbers.get(plain);
  if (exact !== undefined) add(exact, QUALITY.exact);
  if (exactPlain !== undefined) add(exactPlain, QUALITY.leftovers);
  const known = best.size > 0;
  if (unfinished || !known) {
    addBeginnings(index, typed, known, add);
    if (plain !== typed) addBeginnings(index, plain, known, add);
  }
  for (const word of index.alike.get(soundOf(plain)) ?? []) add(word, QUALITY.alike);
  // A beginning finds enough; other words may be mistyped.
  if (loose || (!known && !(unfinished && best.size > 0)))
    addEdited(index, plain, plain === typed ? SHORTEST_EDITED : SHORTEST_EDITED + 1, add);
  return best.size === 0 ? NONE : sorted(index, best);
}

function addBeginnings(
  index: SearchIndex,
  start: string,
  known: boolean,
  add: (word: number, quality: number) => void,
): void {
  const first = lowerBound(index.words, start);
  const end = lowerBound(index.words, `${start}\uffff`);
  for (let word = first; word < end; word += 1) {
    // "khai" is more likely what it says than the beginning of "khait".
    const missing = (index.words[word] ?? '').length - start.length;
    add(word, (known ? 0.75 : 1) * (QUALITY.beginning - 0.02 * Math.min(5, missing)));
  }
}

function addEdited(
  index: SearchIndex,
  typed: string,
  shortest: number,
  add: (word: number, quality: number) => void,
): void {
  if (typed.length < shortest || /\d/.test(typed)) return;
  const letters = lettersOf(typed);
  index.words.forEach((word, number) => {
    const different = letters ^ (index.letters[number] ?? 0);
    // At most two bits differ: taking the lowest away twice leaves none.
    const fewer = different & (different - 1);
    if ((fewer & (fewer - 1)) !== 0) return;
    if (word.length < 2 || !withinOneEdit(typed, word)) return;
    // A first letter is seldom mistyped.
    add(number, word[0] === typed[0] ? QUALITY.edited : QUALITY.edited - 0.1);
  });
}

/** Words written together, "giaykhaisinh", as the fewest words of the catalogue; null when they are not. */
export function splitJoined(index: SearchIndex, typed: string, unfinished: boolean): string[] | null {
  const { length } = typed;
  if (length < 5 || length > 40 || /\d/.test(typed)) return null;
  /** By place, the fewest words up to there and where the last begins; among equals what is common wins. */
  const cost = new Float64Array(length + 1).fill(Infinity);
  const from = new Int16Array(length + 1);
  cost[0] = 0;
  for (let end = 2; end <= length; end += 1) {
    for (let start = Math.max(0, end - 7); start <= end - 2; start += 1) {
      const before = cost[start] ?? Infinity;
      if (before === Infinity) continue;
      const word = typed.slice(start, end);
      const number = index.wordNumbers.get(word) ?? NO_WORD;
      const isBeginning =
        unfinished && end === length && (index.words[lowerBound(index.words, word)] ?? '').startsWith(word);
      if (number === NO_WORD && !isBeginning) continue;
      const here = before + 10 + (number === NO_WORD ? 5 : (index.worth[number] ?? 0));
      if (here < (cost[end] ?? Infinity)) {
        cost[end] = here;
        from[end] = start;
      }
    }
  }
  if (cost[length] === Infinity || from[length] === 0) return null;
  const words: string[] = [];
  for (let end = length; end > 0; end = from[end] ?? 0) words.unshift(typed.slice(from[end] ?? 0, end));
  return words;
}

function sorted(index: SearchIndex, best: ReadonlyMap<number, number>): Candidates {
  const words = Uint16Array.from(best.keys()).sort((a, b) => (best.get(b) ?? 0) - (best.get(a) ?? 0));
  const top = best.get(words[0] ?? 0) ?? 0;
  // A beginning tells as much as the most common word it may become.
  let worth = Infinity;
  for (const [word, quality] of best) {
    if (quality === top || quality >= 0.7) worth = Math.min(worth, index.worth[word] ?? 0);
  }
  return { words, qualities: Float32Array.from(words, (word) => best.get(word) ?? 0), worth };
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
