/** One entry as it was ranked. */
export type Ranked = {
  readonly entry: number;
  readonly score: number;
  readonly fit: number;
  /** The number of the reading it answers best. */
  readonly reading: number;
};

/** A place in order is one number: the score in steps this small, then the entry, the first one first. */
const STEPS = 2 ** 34;
const ENTRIES = 2 ** 16;

/**
 * The best score of each entry over all readings of a question. Keeps its space between questions, and sorts numbers
 * and nothing else: what is left behind at every key has to be swept up between two keys.
 */
export class Ranking {
  readonly #scores: Float64Array;
  readonly #fits: Float32Array;
  readonly #readings: Uint8Array;
  readonly #entries: Uint16Array;
  readonly #places: Float64Array;
  #count = 0;

  /** `count` entries, at most 65,536. */
  constructor(count: number) {
    this.#scores = new Float64Array(count);
    this.#fits = new Float32Array(count);
    this.#readings = new Uint8Array(count);
    this.#entries = new Uint16Array(count);
    this.#places = new Float64Array(count);
  }

  clear(): void {
    for (let i = 0; i < this.#count; i += 1) this.#scores[this.#entries[i] ?? 0] = 0;
    this.#count = 0;
  }

  /** Takes an entry in where this reading suits it better than those before. Scores lie above 0 and below 8. */
  offer(entry: number, score: number, fit: number, reading: number): void {
    const before = this.#scores[entry] ?? 0;
    if (score <= before) return;
    if (before === 0) {
      this.#entries[this.#count] = entry;
      this.#count += 1;
    }
    this.#scores[entry] = score;
    this.#fits[entry] = fit;
    this.#readings[entry] = reading;
  }

  /** Puts the best first; among equals the first entry. */
  sort(): void {
    const places = this.#places.subarray(0, this.#count);
    for (let i = 0; i < places.length; i += 1) {
      const entry = this.#entries[i] ?? 0;
      places[i] = Math.floor((this.#scores[entry] ?? 0) * -STEPS) * ENTRIES + entry;
    }
    places.sort();
    for (let i = 0; i < places.length; i += 1) this.#entries[i] = (((places[i] ?? 0) % ENTRIES) + ENTRIES) % ENTRIES;
  }

  /** How many have at least this score, once sorted. */
  above(floor: number): number {
    let count = 0;
    while (count < this.#count && (this.#scores[this.#entries[count] ?? 0] ?? 0) >= floor) count += 1;
    return count;
  }

  /** The first so many, once sorted. */
  first(count: number): Ranked[] {
    return Array.from(this.#entries.subarray(0, Math.min(count, this.#count)), (entry) => ({
      entry,
      score: this.#scores[entry] ?? 0,
      fit: this.#fits[entry] ?? 0,
      reading: this.#readings[entry] ?? 0,
    }));
  }
}
