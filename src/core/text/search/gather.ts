import type { Candidates } from './candidates.ts';
import { has, type Bits } from './filter.ts';
import type { SearchIndex } from './index.ts';
import type { QuestionWord } from './question.ts';

/** A typed word with what it may mean. `weight` is what it tells; `order` its place among words that tell. */
export type Slot = {
  readonly word: QuestionWord;
  readonly candidates: Candidates;
  readonly weight: number;
  readonly order: number;
};

/** Words for grammar, "cho", count this much. */
const FILLER_WEIGHT = 0.12;
/** What a word nobody knows would tell. */
const UNKNOWN_WEIGHT = 2.5;
const BY_PLACE: readonly number[] = [1, 0.85, 0.3, 0.2];
const BINS = 512;

/** How words are looked up; remembers between keys. */
export type LookUp = {
  readonly candidates: (word: string, unfinished: boolean) => Candidates;
  readonly split: (word: string, unfinished: boolean) => readonly string[] | null;
};

/** The words with their candidates, each once; the last may be unfinished, joined ones are taken apart. */
export function slotsOf(words: readonly QuestionWord[], unfinishedLast: boolean, lookUp: LookUp): Slot[] {
  const slots: Slot[] = [];
  let order = 0;
  const add = (word: QuestionWord, candidates: Candidates) => {
    if (slots.some((slot) => slot.word.word === word.word)) return;
    const weight = candidates.words.length === 0 ? UNKNOWN_WEIGHT : candidates.worth;
    order += word.filler ? 0 : 1;
    slots.push({
      word,
      candidates,
      weight: word.filler ? weight * FILLER_WEIGHT : weight,
      order: word.filler ? -1 : order,
    });
  };
  words.forEach((word, i) => {
    const unfinished = unfinishedLast && i === words.length - 1;
    const candidates = lookUp.candidates(word.word, unfinished);
    const parts = (candidates.qualities[0] ?? 0) < 0.75 ? lookUp.split(word.word, unfinished) : null;
    if (!parts) add(word, candidates);
    parts?.forEach((part, j) =>
      add({ word: part, marked: null, filler: false }, lookUp.candidates(part, unfinished && j === parts.length - 1)),
    );
  });
  return slots;
}

/** Finds the entries that have most of what is asked, by their words alone; keeps its space between questions. */
export class Gatherer {
  readonly #index: SearchIndex;
  /** By entry, what its words tell. */
  readonly scores: Float32Array;
  /** The highest of `scores`, whatever is allowed. */
  most = 0;
  /** By entry, the last word that told something of it. */
  readonly #toldBy: Uint32Array;
  #word = 0;
  /** The entries with a score, so that only those are gone through and forgotten. */
  readonly #touched: Uint16Array;
  #count = 0;
  readonly #lifted: Float32Array;
  readonly #chosen: Uint16Array;
  readonly #bins = new Uint32Array(BINS + 1);
  readonly #lift: Float32Array;

  /** `lift` says by entry how much it is asked for. */
  constructor(index: SearchIndex, lift: Float32Array) {
    this.#index = index;
    this.#lift = lift;
    const count = index.codes.length;
    this.scores = new Float32Array(count);
    this.#toldBy = new Uint32Array(count);
    this.#touched = new Uint16Array(count);
    this.#lifted = new Float32Array(count);
    this.#chosen = new Uint16Array(count);
  }

  /** Some `most` entries with the highest scores among those allowed, roughly best first; good until the next call. */
  gather(slots: readonly Slot[], allowed: Bits | null, most: number): Uint16Array {
    this.#forget();
    for (const slot of slots) {
      // What is there for grammar is in every name, and finds nothing.
      if (!slot.word.filler) this.#add(slot);
    }
    const highest = this.#raise(allowed);
    return highest === 0 ? this.#chosen.subarray(0, 0) : this.#choose(highest, most);
  }

  #forget(): void {
    for (let i = 0; i < this.#count; i += 1) this.scores[this.#touched[i] ?? 0] = 0;
    this.#count = 0;
  }

  #add({ candidates, weight }: Slot): void {
    const { postingStarts, postingEntries, postingPlaces } = this.#index;
    const { scores } = this;
    const toldBy = this.#toldBy;
    const touched = this.#touched;
    this.#word += 1;
    const stamp = this.#word;
    let count = this.#count;
    for (let k = 0; k < candidates.words.length; k += 1) {
      const word = candidates.words[k] ?? 0;
      const value = weight * (candidates.qualities[k] ?? 0);
      if (value <= 0) continue;
      const end = postingStarts[word + 1] ?? 0;
      for (let at = postingStarts[word] ?? 0; at < end; at += 1) {
        const entry = postingEntries[at] ?? 0;
        // Candidates come likeliest first: an entry counts once for a word.
        if (toldBy[entry] === stamp) continue;
        toldBy[entry] = stamp;
        const before = scores[entry] ?? 0;
        if (before === 0) {
          touched[count] = entry;
          count += 1;
        }
        scores[entry] = before + value * (BY_PLACE[postingPlaces[at] ?? 0] ?? 0);
      }
    }
    this.#count = count;
  }

  #raise(allowed: Bits | null): number {
    const { scores } = this;
    const touched = this.#touched;
    const lifted = this.#lifted;
    const lift = this.#lift;
    let highest = 0;
    let most = 0;
    for (let i = 0; i < this.#count; i += 1) {
      const entry = touched[i] ?? 0;
      const score = scores[entry] ?? 0;
      if (score > most) most = score;
      const value = allowed && !has(allowed, entry) ? 0 : score * (lift[entry] ?? 1);
      lifted[entry] = value;
      if (value > highest) highest = value;
    }
    this.most = most;
    return highest;
  }

  /** Those with the highest lifted scores, by bins of them: sorting would compare, and leave numbers behind. */
  #choose(highest: number, most: number): Uint16Array {
    const lifted = this.#lifted;
    const touched = this.#touched;
    const bins = this.#bins.fill(0);
    const perBin = BINS / highest;
    for (let i = 0; i < this.#count; i += 1) {
      const value = lifted[touched[i] ?? 0] ?? 0;
      if (value === 0) continue;
      const bin = (value * perBin) | 0;
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    // From here on a bin says where the next of its entries goes.
    let least = BINS + 1;
    let count = 0;
    while (least > 0 && count < most) {
      least -= 1;
      const here = bins[least] ?? 0;
      bins[least] = count;
      count += here;
    }
    const chosen = this.#chosen;
    for (let i = 0; i < this.#count; i += 1) {
      const entry = touched[i] ?? 0;
      const value = lifted[entry] ?? 0;
      const bin = (value * perBin) | 0;
      if (value === 0 || bin < least) continue;
      const place = bins[bin] ?? 0;
      bins[bin] = place + 1;
      chosen[place] = entry;
    }
    return chosen.subarray(0, Math.min(count, 2 * most));
  }
}
