import { END_OF_TEXT, NO_WORD, type SearchIndex } from './index.ts';
import type { Slot } from './gather.ts';

/** Words with other marks than those typed. */
const OTHER_MARKS = 0.88;
/** "khai sinh" is not "khai thác … phát sinh". */
const NEIGHBOURS_LIFT = 0.6;
/** "Đăng ký khai sinh" answers "khai sinh" better than a longer name that has more to it. */
const WHOLE_LIFT = 0.45;
/** Of a keyword, less when it says more than was asked: "mua đất" is one of many reasons to ask for a paper. */
const KEYWORD = { whole: 0.98, part: 0.82 } as const;

/**
 * How well texts answer one reading of a question, prepared once for it: by word of the catalogue, which typed
 * word it answers and how well.
 */
export class Fit {
  readonly #index: SearchIndex;
  readonly #slotOf: Int16Array;
  readonly #qualityOf: Float32Array;
  readonly #otherMarks: Uint8Array;
  #slots: readonly Slot[] = [];
  #total = 0;
  #following = 0;
  /** What the best text of an entry is worth, while they are read. */
  readonly #highest = new Float64Array(1);
  #best = new Float32Array(0);
  #paired = new Uint8Array(0);

  constructor(index: SearchIndex) {
    this.#index = index;
    this.#slotOf = new Int16Array(index.words.length).fill(-1);
    this.#qualityOf = new Float32Array(index.words.length);
    this.#otherMarks = new Uint8Array(index.forms.length);
  }

  /** Takes the place of the reading before. */
  prepare(slots: readonly Slot[]): void {
    for (const { candidates } of this.#slots) {
      for (const word of candidates.words) {
        this.#slotOf[word] = -1;
        this.#qualityOf[word] = 0;
      }
    }
    this.#slots = slots;
    this.#total = slots.reduce((sum, { weight }) => sum + weight, 0);
    this.#following = slots.reduce((sum, { weight, order }) => sum + (order > 1 ? weight : 0), 0);
    this.#best = new Float32Array(slots.length);
    this.#paired = new Uint8Array(slots.length);
    slots.forEach(({ candidates }, i) => {
      candidates.words.forEach((word, k) => {
        const quality = candidates.qualities[k] ?? 0;
        if (quality <= (this.#qualityOf[word] ?? 0)) return;
        this.#slotOf[word] = i;
        this.#qualityOf[word] = quality;
      });
    });
    this.#noteMarks();
  }

  #noteMarks(): void {
    const { forms, wordOf, words } = this.#index;
    const typed = new Map<number, string>();
    for (const { word, candidates } of this.#slots) {
      const first = candidates.words[0];
      if (word.marked !== null && first !== undefined && words[first] === word.word) typed.set(first, word.marked);
    }
    this.#otherMarks.fill(0);
    if (typed.size === 0) return;
    for (let form = 0; form < forms.length; form += 1) {
      const marked = typed.get(wordOf[form] ?? NO_WORD);
      if (marked !== undefined && (forms[form] ?? '').toLowerCase() !== marked) this.#otherMarks[form] = 1;
    }
  }

  /** How much of the question words worth so much are. */
  shareOf(gathered: number): number {
    return this.#total === 0 ? 0 : gathered / this.#total;
  }

  /** What `of` cannot exceed, from what is known without reading. */
  atMost(gathered: number): number {
    const share = Math.min(1, gathered / this.#total / 0.85);
    return share * share * (1 + NEIGHBOURS_LIFT) * (1 + WHOLE_LIFT);
  }

  /** The best of an entry's texts, from 0 to about 2.3. `gathered` is what its words tell wherever they stand. */
  of(entry: number, gathered: number): number {
    const { texts, starts } = this.#index;
    const end = starts[entry + 1] ?? 0;
    // Words scattered over name, keywords and field answer less than one text with all of them.
    const highest = this.#highest;
    highest[0] = (gathered * gathered) / this.#total / this.#total;
    let isName = true;
    for (let at = starts[entry] ?? 0; at < end;) {
      let after = at;
      while (texts[after] !== END_OF_TEXT) after += 1;
      this.#read(at, after, isName);
      isName = false;
      at = after + 1;
    }
    return highest[0] ?? 0;
  }

  /** Reads a text and raises `#highest` to what it is worth: a number answered hundreds of times a key is garbage. */
  #read(start: number, end: number, isName: boolean): void {
    const { texts, wordOf, worth } = this.#index;
    const best = this.#best.fill(0);
    const paired = this.#paired.fill(0);
    // Numbers that a closure holds are boxed at every change; this runs hundreds of times a key.
    let answered = 0;
    let all = 0;
    let order = -9;
    for (let at = start; at < end; at += 1) {
      const form = texts[at] ?? END_OF_TEXT;
      const word = wordOf[form] ?? NO_WORD;
      if (word === NO_WORD) continue;
      const told = worth[word] ?? 0;
      all += told;
      const i = this.#slotOf[word] ?? -1;
      const slot = i < 0 ? undefined : this.#slots[i];
      if (!slot) {
        order = -9;
        continue;
      }
      const quality = (this.#qualityOf[word] ?? 0) * (this.#otherMarks[form] === 1 ? OTHER_MARKS : 1);
      answered += told * quality;
      best[i] = Math.max(best[i] ?? 0, quality);
      if (slot.order < 0) continue;
      if (slot.order === order + 1) paired[i] = 1;
      order = slot.order;
    }
    let has = 0;
    let near = 0;
    for (let i = 0; i < this.#slots.length; i += 1) {
      const weight = this.#slots[i]?.weight ?? 0;
      has += weight * (best[i] ?? 0);
      near += weight * (paired[i] ?? 0);
    }
    if (has === 0) return;
    const share = has / this.#total;
    const neighbours = this.#following === 0 ? share : near / this.#following;
    const whole = answered / all;
    const place = isName ? 1 : KEYWORD.part + (KEYWORD.whole - KEYWORD.part) * Math.min(1, whole);
    const value = share * share * (1 + NEIGHBOURS_LIFT * neighbours) * (1 + WHOLE_LIFT * whole) * place;
    const highest = this.#highest;
    if (value > (highest[0] ?? 0)) highest[0] = value;
  }
}
