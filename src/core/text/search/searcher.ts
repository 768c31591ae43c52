import { candidatesOf, splitJoined, type Candidates } from './candidates.ts';
import { AUDIENCES, MOST_POPULAR, SEARCH_LEVELS, type Audience, type SearchLevel } from './entry.ts';
import { allowedBy, has, NO_FILTER, sameFilter, type Bits, type SearchFilter } from './filter.ts';
import { Fit } from './fit.ts';
import { Gatherer, slotsOf, type LookUp, type Slot } from './gather.ts';
import type { Term } from './highlight.ts';
import { END_OF_TEXT, NO_WORD, nameOf, type SearchIndex } from './index.ts';
import { meantBy } from './meant.ts';
import { Ranking } from './ranking.ts';
import { questionWords, readingsOf, type QuestionWord } from './question.ts';

/** An entry as a list shows it. */
export type SearchHit = {
  readonly code: string;
  readonly name: string;
  readonly field: string;
  readonly agency: string;
  readonly level: SearchLevel;
  readonly audience: Audience;
};

/** Without words everything in force is asked for. */
export type Question = { readonly text: string; readonly filter?: SearchFilter; readonly limit: number };

export type Answer = {
  readonly hits: readonly SearchHit[];
  /** How many there are in all. With words no more than were looked at closely, some dozens for each reading. */
  readonly total: number;
  /** What to mark in their names. */
  readonly terms: readonly Term[];
  /** What was probably meant, when the best hit answers other words than those typed. */
  readonly meant: string | null;
};

/** How many of the best by their words alone are looked at closely, for each reading. */
const LOOKED_AT = 64;
const POPULAR_LIFT = 0.55;
const WITHDRAWN = 0.7;
const BY_LEVEL: readonly number[] = [1.12, 1, 0.94];
/** Below this share of the best score an answer to several words is noise. */
const FLOOR = 0.4;
/** What a filter leaves is an answer only with this share of what the best without the filter has. */
const BESIDE_ALL = 0.6;
/** When an entry has this share of the words as they are, they are not mistyped. */
const AS_TYPED = 0.8;
/** Below this fit, what was typed is perhaps mistyped in words that exist. */
const POOR_FIT = 0.62;
const LOOSE = 0.9;
/** In longer ones a mistyped word matters less, and each costs time. */
const LOOSE_WORDS = 5;
/** Words, and names, remembered between keys. */
const REMEMBERED = 192;

/** One way to take the words of a question, and what it ranks; `readings` are written anew by every question. */
type Taking = {
  readonly lookUp: LookUp;
  readonly factor: number;
  readonly ranking: Ranking;
  readings: readonly (readonly Slot[])[];
};

/** Answers questions about one index, one key after the other. */
export class Searcher {
  readonly index: SearchIndex;
  readonly #lift: Float32Array;
  readonly #gatherer: Gatherer;
  readonly #fit: Fit;
  readonly #strict: Taking;
  readonly #loose: Taking;
  readonly #names = new Map<number, string>();
  #filter: { readonly filter: SearchFilter; readonly allowed: Bits | null } = { filter: NO_FILTER, allowed: null };
  /** The last question's words with everyday ones written out. */
  #written: readonly Slot[] = [];
  /** The share of the last question's words that one entry has at most, whatever the filter. */
  #share = 0;
  /** The last question had several words, as typed or written out. */
  #several = false;
  #inOrder: readonly number[] | null = null;

  constructor(index: SearchIndex) {
    this.index = index;
    this.#lift = Float32Array.from(index.codes, (_, entry) => liftOf(index, entry));
    this.#gatherer = new Gatherer(index, this.#lift);
    this.#fit = new Fit(index);
    const ranking = () => new Ranking(index.codes.length);
    this.#strict = { lookUp: remembering(index, false), factor: 1, ranking: ranking(), readings: [] };
    this.#loose = { lookUp: remembering(index, true), factor: LOOSE, ranking: ranking(), readings: [] };
  }

  /**
   * The best entries for what someone typed, best first. Marks do not matter; the last word may be a
   * beginning unless a space follows it; codes work with and without dots.
   */
  ask({ text, filter = NO_FILTER, limit }: Question): Answer {
    const allowed = this.#allowed(filter);
    if (text.trim() === '') return this.#list(this.#everything(allowed), limit);
    const byCode = this.#byCode(text, allowed);
    if (byCode.length > 0) return this.#list(byCode, limit);
    const words = questionWords(text);
    if (words.length === 0) return this.#list([], limit);
    const unfinished = !/\s$/.test(text);
    let taken = this.#rank(this.#strict, words, unfinished, allowed);
    let [first] = taken.ranking.first(1);
    if ((first?.fit ?? 0) < POOR_FIT && words.length <= LOOSE_WORDS && this.#share < AS_TYPED) {
      const loose = this.#rank(this.#loose, words, unfinished, allowed);
      const [best] = loose.ranking.first(1);
      if ((best?.score ?? 0) > (first?.score ?? 0)) [taken, first] = [loose, best];
    }
    const { ranking, readings } = taken;
    const floor = this.#several ? (first?.score ?? 0) * FLOOR : 0;
    const total = ranking.above(floor);
    const hits = ranking.first(Math.min(total, limit));
    const answered = [...new Set(hits.map(({ reading }) => reading))].flatMap((reading) => readings[reading] ?? []);
    return {
      hits: hits.map(({ entry }) => this.#hit(entry)),
      total,
      terms: termsOf(this.index, [...answered, ...this.#written]),
      // Only where nothing was put in place of what was typed.
      meant: first?.reading === 0 ? meantBy(this.index, readings[0] ?? [], first.entry) : null,
    };
  }

  #rank(taking: Taking, words: readonly QuestionWord[], unfinished: boolean, allowed: Bits | null): Taking {
    const { ranking, lookUp, factor } = taking;
    ranking.clear();
    let floor = 0;
    this.#share = 0;
    const readings = readingsOf(words);
    taking.readings = readings.map((reading) =>
      slotsOf(reading.words, unfinished && reading.words.at(-1)?.word === words.at(-1)?.word, lookUp),
    );
    this.#written = taking.readings[1] ?? [];
    this.#several = taking.readings.some((slots) => slots.length > 1);
    for (let nth = 0; nth < readings.length; nth += 1) {
      const slots = taking.readings[nth] ?? [];
      this.#fit.prepare(slots);
      const chosen = this.#gatherer.gather(slots, allowed, LOOKED_AT);
      const { most, scores } = this.#gatherer;
      this.#share = Math.max(this.#share, this.#fit.shareOf(most));
      for (let i = 0; i < chosen.length; i += 1) {
        const entry = chosen[i] ?? 0;
        const gathered = scores[entry] ?? 0;
        const lift = (readings[nth]?.factor ?? 1) * factor * (this.#lift[entry] ?? 1);
        if (allowed && gathered < most * BESIDE_ALL) continue;
        if (this.#fit.atMost(gathered) * lift < floor) continue;
        const fit = this.#fit.of(entry, gathered);
        const score = fit * lift;
        if (slots.length > 1) floor = Math.max(floor, score * FLOOR);
        if (score >= floor) ranking.offer(entry, score, fit, nth);
      }
    }
    ranking.sort();
    return taking;
  }

  /** For digits alone, the entries whose code begins with them, with or without what stands before the dot. */
  #byCode(text: string, allowed: Bits | null): number[] {
    const typed = text.replaceAll(/[\s.,]/g, '');
    if (!/^\d{3,}$/.test(typed)) return [];
    const found: number[] = [];
    this.index.codes.forEach((code, entry) => {
      if (allowed && !has(allowed, entry)) return;
      const digits = code.replace('.', '');
      if (digits.startsWith(typed) || digits.startsWith(typed, code.indexOf('.'))) found.push(entry);
    });
    return found.sort((a, b) => (this.#lift[b] ?? 0) - (this.#lift[a] ?? 0) || a - b);
  }

  /** What is in force, what people ask for first and then by name. */
  #everything(allowed: Bits | null): readonly number[] {
    const { codes, withdrawnOf } = this.index;
    this.#inOrder ??= codes
      .map((_, entry) => entry)
      .filter((entry) => withdrawnOf[entry] === 0)
      .sort((a, b) => (this.#lift[b] ?? 0) - (this.#lift[a] ?? 0) || byName(this.index, a, b));
    return allowed ? this.#inOrder.filter((entry) => has(allowed, entry)) : this.#inOrder;
  }

  #allowed(filter: SearchFilter): Bits | null {
    if (!sameFilter(this.#filter.filter, filter)) this.#filter = { filter, allowed: allowedBy(this.index, filter) };
    return this.#filter.allowed;
  }

  #list(entries: readonly number[], limit: number): Answer {
    return {
      hits: entries.slice(0, limit).map((entry) => this.#hit(entry)),
      total: entries.length,
      terms: [],
      meant: null,
    };
  }

  #hit(entry: number): SearchHit {
    const { index } = this;
    return {
      code: index.codes[entry] ?? '',
      name: this.#name(entry),
      field: index.fields[index.fieldOf[entry] ?? 0] ?? '',
      agency: index.agencies[index.agencyOf[entry] ?? 0] ?? '',
      level: SEARCH_LEVELS[index.levelOf[entry] ?? 0] ?? 'commune',
      audience: AUDIENCES[index.audienceOf[entry] ?? 0] ?? 'both',
    };
  }

  #name(entry: number): string {
    const known = this.#names.get(entry);
    if (known !== undefined) return known;
    if (this.#names.size >= REMEMBERED) this.#names.clear();
    const name = nameOf(this.index, entry);
    this.#names.set(entry, name);
    return name;
  }
}

/** What a commune does, and what people ask for, comes first among equals. */
function liftOf(index: SearchIndex, entry: number): number {
  const popularity = Math.min(1, (index.popularityOf[entry] ?? 0) / MOST_POPULAR);
  const inForce = index.withdrawnOf[entry] === 1 ? WITHDRAWN : 1;
  return (1 + POPULAR_LIFT * popularity) * (BY_LEVEL[index.levelOf[entry] ?? 1] ?? 1) * inForce;
}

/** Words are numbered in order, so names compare by their numbers. */
function byName({ texts, starts, wordOf }: SearchIndex, a: number, b: number): number {
  let [i, j] = [starts[a] ?? 0, starts[b] ?? 0];
  for (;;) {
    while (texts[i] !== END_OF_TEXT && wordOf[texts[i] ?? 0] === NO_WORD) i += 1;
    while (texts[j] !== END_OF_TEXT && wordOf[texts[j] ?? 0] === NO_WORD) j += 1;
    if (texts[i] === END_OF_TEXT || texts[j] === END_OF_TEXT) {
      return Number(texts[j] === END_OF_TEXT) - Number(texts[i] === END_OF_TEXT) || a - b;
    }
    const difference = (wordOf[texts[i] ?? 0] ?? 0) - (wordOf[texts[j] ?? 0] ?? 0);
    if (difference !== 0) return difference;
    i += 1;
    j += 1;
  }
}

/** Words for grammar are not marked, nor what a word may mean only with less right than others. */
function termsOf(index: SearchIndex, slots: readonly Slot[]): Term[] {
  const terms = new Map<string, Term>();
  for (const { word, candidates } of slots) {
    if (word.filler) continue;
    const least = (candidates.qualities[0] ?? 0) > 0.9 ? 0.9 : 0.55;
    candidates.words.forEach((number, k) => {
      const found = index.words[number] ?? '';
      const beginning = found.startsWith(word.word);
      if (!beginning && (candidates.qualities[k] ?? 0) < least) return;
      const marked = beginning ? word.word : found;
      if (!terms.get(marked)?.beginning) terms.set(marked, { word: marked, beginning: beginning && found !== marked });
    });
  }
  return [...terms.values()];
}

function remembering(index: SearchIndex, loose: boolean): LookUp {
  const known = new Map<string, Candidates>();
  return {
    candidates: (word, unfinished) => {
      const key = unfinished ? `${word}*` : word;
      const before = known.get(key);
      if (before) return before;
      if (known.size >= REMEMBERED) known.clear();
      const found = candidatesOf(index, word, unfinished, loose);
      known.set(key, found);
      return found;
    },
    split: (word, unfinished) => splitJoined(index, word, unfinished),
  };
}
