import { assert } from '#core/assert.ts';
import { AUDIENCES, SEARCH_LEVELS, type SearchEntry } from './entry.ts';
import { writtenOut } from './question.ts';
import { foldWord, lettersOf, piecesOf, soundOf } from './words.ts';

/**
 * The catalogue as it is stored and travels: every text as numbers of `forms`, its words and the signs
 * between them as they are written. Single spaces are left out; form 0 ends a text. The texts of entry `i`,
 * its name and then its keywords, lie at `starts[i]` to `starts[i + 1]`.
 */
export type StoredIndex = {
  readonly codes: readonly string[];
  readonly forms: readonly string[];
  readonly texts: Uint16Array;
  readonly starts: Uint32Array;
  readonly fields: readonly string[];
  readonly fieldOf: Uint16Array;
  readonly agencies: readonly string[];
  readonly agencyOf: Uint16Array;
  /** Places in `SEARCH_LEVELS` and `AUDIENCES`. */
  readonly levelOf: Uint8Array;
  readonly audienceOf: Uint8Array;
  readonly popularityOf: Uint8Array;
  /** 1 for what is no longer in force. */
  readonly withdrawnOf: Uint8Array;
  readonly events: readonly string[];
  /** A bit for each of `events`. */
  readonly eventsOf: Uint16Array;
};

/** Where a word was found; the numbers are what postings hold. */
const PLACE = { name: 0, keyword: 1, field: 2, agency: 3 } as const;

/**
 * What search works on, made from the stored part in a few milliseconds. `words` are folded and sorted, so
 * the postings of all words with one beginning lie together: those of `words[i]` at `postingStarts[i]` to
 * `postingStarts[i + 1]`, an entry and the best place of the word in it.
 */
export type SearchIndex = StoredIndex & {
  readonly words: readonly string[];
  readonly wordNumbers: ReadonlyMap<string, number>;
  /** By form, its word; `NO_WORD` for signs. */
  readonly wordOf: Uint16Array;
  readonly letters: Int32Array;
  /** Words that sound alike. */
  readonly alike: ReadonlyMap<string, readonly number[]>;
  /** How much a word tells: ln(1 + entries / entries with it). */
  readonly worth: Float32Array;
  readonly postingStarts: Uint32Array;
  readonly postingEntries: Uint16Array;
  readonly postingPlaces: Uint8Array;
};

export const END_OF_TEXT = 0;
export const NO_WORD = 0xffff;
/** Entries and forms are numbered in 16 bits. */
const LIMIT = 0xffff;

/** The index of a catalogue. Entries keep their order; at most 65,535 of them. */
export function buildIndex(entries: readonly SearchEntry[]): SearchIndex {
  assert(entries.length < LIMIT, 'a catalogue fits the index');
  const forms = new Numbering(['']);
  const fields = new Numbering([]);
  const agencies = new Numbering([]);
  const events = new Numbering([]);
  const texts: number[] = [];
  const starts = new Uint32Array(entries.length + 1);
  entries.forEach(({ name, keywords = [] }, entry) => {
    const out = writtenOut(name);
    for (const text of [name, ...keywords, ...(out === null ? [] : [out])]) {
      for (const form of formsOf(text)) texts.push(forms.of(form));
      texts.push(END_OF_TEXT);
    }
    starts[entry + 1] = texts.length;
  });
  assert(forms.all.length < LIMIT, 'the words of a catalogue fit the index');
  const byte = (of: (entry: SearchEntry) => number) => Uint8Array.from(entries, of);
  return prepareIndex({
    codes: entries.map(({ code }) => code),
    forms: forms.all,
    texts: Uint16Array.from(texts),
    starts,
    fieldOf: Uint16Array.from(entries, ({ field }) => fields.of(tidy(field))),
    fields: fields.all,
    agencyOf: Uint16Array.from(entries, ({ agency }) => agencies.of(tidy(agency))),
    agencies: agencies.all,
    levelOf: byte(({ level }) => SEARCH_LEVELS.indexOf(level)),
    audienceOf: byte(({ audience }) => AUDIENCES.indexOf(audience)),
    popularityOf: byte(({ popularity }) => Math.min(255, Math.max(0, Math.round(popularity)))),
    withdrawnOf: byte(({ withdrawn = false }) => Number(withdrawn)),
    eventsOf: Uint16Array.from(entries, (entry) =>
      (entry.events ?? []).reduce((bits, event) => bits | (1 << events.of(event)), 0),
    ),
    events: events.all,
  });
}

/** The name of an entry as its source writes it. */
export function nameOf(index: SearchIndex, entry: number): string {
  let text = '';
  let afterWord = false;
  for (let at = index.starts[entry] ?? 0; at < index.texts.length; at += 1) {
    const form = index.texts[at] ?? END_OF_TEXT;
    if (form === END_OF_TEXT) break;
    const isWord = index.wordOf[form] !== NO_WORD;
    text += (afterWord && isWord ? ' ' : '') + (index.forms[form] ?? '');
    afterWord = isWord;
  }
  return text;
}

/** Words and the signs between them. */
function formsOf(text: string): string[] {
  const tidied = tidy(text);
  const forms: string[] = [];
  let end = 0;
  for (const { at, text: word } of piecesOf(tidied)) {
    const between = tidied.slice(end, at);
    if (between !== '' && between !== ' ') forms.push(between);
    forms.push(word);
    end = at + word.length;
  }
  if (end < tidied.length) forms.push(tidied.slice(end));
  return forms;
}

function tidy(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
}

class Numbering {
  readonly all: string[];
  readonly #numbers: Map<string, number>;

  constructor(first: string[]) {
    this.all = first;
    this.#numbers = new Map(first.map((text, i) => [text, i]));
  }

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.all.length;
    this.all.push(text);
    this.#numbers.set(text, number);
    return number;
  }
}

/** Adds what can be worked out from the stored part. */
export function prepareIndex(stored: StoredIndex): SearchIndex {
  const folded = stored.forms.map((form) => (/[\p{L}\p{N}]/u.test(form) ? foldWord(form) : ''));
  const fieldWords = stored.fields.map((text) => piecesOf(text).map((piece) => foldWord(piece.text)));
  const agencyWords = stored.agencies.map((text) => piecesOf(text).map((piece) => foldWord(piece.text)));
  const words = [...new Set([...folded, ...fieldWords.flat(), ...agencyWords.flat()])].filter(Boolean).sort();
  const wordNumbers = new Map(words.map((word, i) => [word, i]));
  const numberOf = (word: string) => wordNumbers.get(word) ?? NO_WORD;
  const wordOf = Uint16Array.from(folded, numberOf);
  const numbered = (lists: string[][]) => lists.map((list) => list.map(numberOf));

  const postings = invert(stored, wordOf, words.length, numbered(fieldWords), numbered(agencyWords));
  const count = stored.codes.length;
  const alike = new Map<string, number[]>();
  words.forEach((word, number) => {
    const sound = soundOf(word);
    const group = alike.get(sound);
    if (group) group.push(number);
    else alike.set(sound, [number]);
  });
  return {
    ...stored,
    ...postings,
    words,
    wordNumbers,
    wordOf,
    letters: Int32Array.from(words, lettersOf),
    alike,
    worth: Float32Array.from(words, (_, i) =>
      Math.log(1 + count / ((postings.postingStarts[i + 1] ?? 0) - (postings.postingStarts[i] ?? 0))),
    ),
  };
}

/** The postings, by counting once for their places and once more to fill them. */
function invert(
  { texts, starts, fieldOf, agencyOf }: StoredIndex,
  wordOf: Uint16Array,
  wordCount: number,
  fieldWords: number[][],
  agencyWords: number[][],
): Pick<SearchIndex, 'postingStarts' | 'postingEntries' | 'postingPlaces'> {
  const entryCount = starts.length - 1;
  const lastSeen = new Int32Array(wordCount);
  const visit = (take: (word: number, entry: number, place: number) => void) => {
    lastSeen.fill(-1);
    // Places come best first, so a word the entry already has keeps its place.
    const once = (word: number, entry: number, place: number) => {
      if (word === NO_WORD || lastSeen[word] === entry) return;
      lastSeen[word] = entry;
      take(word, entry, place);
    };
    for (let entry = 0; entry < entryCount; entry += 1) {
      let place: number = PLACE.name;
      const end = starts[entry + 1] ?? 0;
      for (let at = starts[entry] ?? 0; at < end; at += 1) {
        const form = texts[at] ?? END_OF_TEXT;
        if (form === END_OF_TEXT) place = PLACE.keyword;
        else once(wordOf[form] ?? NO_WORD, entry, place);
      }
      for (const word of fieldWords[fieldOf[entry] ?? 0] ?? []) once(word, entry, PLACE.field);
      for (const word of agencyWords[agencyOf[entry] ?? 0] ?? []) once(word, entry, PLACE.agency);
    }
  };
  const postingStarts = new Uint32Array(wordCount + 1);
  visit((word) => {
    postingStarts[word + 1] = (postingStarts[word + 1] ?? 0) + 1;
  });
  for (let word = 0; word < wordCount; word += 1) {
    postingStarts[word + 1] = (postingStarts[word + 1] ?? 0) + (postingStarts[word] ?? 0);
  }
  const next = postingStarts.slice();
  const total = postingStarts[wordCount] ?? 0;
  const postingEntries = new Uint16Array(total);
  const postingPlaces = new Uint8Array(total);
  visit((word, entry, place) => {
    const at = next[word] ?? 0;
    postingEntries[at] = entry;
    postingPlaces[at] = place;
    next[word] = at + 1;
  });
  return { postingStarts, postingEntries, postingPlaces };
}
