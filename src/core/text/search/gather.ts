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
  readonly #seen: Uint8Array;
  /** The entries with a score, so that only those are gone through and forgotten. */
  readonly #touched: Uint16Array;
  #count = 0;
  readonly #lifted: Float32Array;
  readonly #bins = new Uint32Array(BINS + 1);
  readonly #lift: Float32Array;

  /** `lift` says by entry how much it is asked for. */
  constructor(index: SearchIndex, lift: Float32Array) {
    this.#index = index;
    this.#lift = lift;
    const count = index.codes.length;
    this.scores = new Float32Array(count);
    this.#seen = new Uint8Array(count);
    this.#touched = new Uint16Array(count);
    this.#lifted = new Float32Array(count);
  }

  /** The `most` entries with the highest scores among those allowed, best first. */
  gather(slots: readonly Slot[], allowed: Bits | null, most: number): number[] {
    this.#forget();
    slots.forEach((slot, i) => {
      // What is there for grammar is in every name, and finds nothing.
      if (!slot.word.filler) this.#add(slot, i + 1);
    });
    const highest = this.#raise(allowed);
    return highest === 0 ? [] : this.#choose(highest, most);
  }

  #forget(): void {
    for (let i = 0; i < this.#count; i += 1) {
      const entry = this.#touched[i] ?? 0;
      this.scores[entry] = 0;
      this.#seen[entry] = 0;
    }
    this.#count = 0;
  }

  #add({ candidates, weight }: Slot, stamp: number): void {
    const { postingStarts, postingEntries, postingPlaces } = this.#index;
    const { scores } = this;
    const seen = this.#seen;
    const touched = this.#touched;
    let count = this.#count;
    for (let k = 0; k < candidates.words.length; k += 1) {
      const word = candidates.words[k] ?? 0;
      const value = weight * (candidates.qualities[k] ?? 0);
      const end = postingStarts[word + 1] ?? 0;
      for (let at = postingStarts[word] ?? 0; at < end; at += 1) {
        const entry = postingEntries[at] ?? 0;
        const before = seen[entry] ?? 0;
        // Candidates come likeliest first: an entry counts once for a word.
        if (before === stamp) continue;
        seen[entry] = stamp;
        if (before === 0) {
          touched[count] = entry;
          count += 1;
        }
        scores[entry] = (scores[entry] ?? 0) + value * (BY_PLACE[postingPlaces[at] ?? 0] ?? 0);
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

  #choose(highest: number, most: number): number[] {
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
    let least = BINS + 1;
    for (let count = 0; least > 0 && count < most;) {
      least -= 1;
      count += bins[least] ?? 0;
    }
    const threshold = Math.max(Number.MIN_VALUE, least / perBin);
    const chosen: number[] = [];
    for (let i = 0; i < this.#count && chosen.length < 2 * most; i += 1) {
      const entry = touched[i] ?? 0;
      if ((lifted[entry] ?? 0) >= threshold) chosen.push(entry);
    }
    return chosen.sort((a, b) => (lifted[b] ?? 0) - (lifted[a] ?? 0) || a - b);
  }
}
