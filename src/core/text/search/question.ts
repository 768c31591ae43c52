import { foldWord, piecesOf, withoutLeftovers } from './words.ts';
import { FILLERS, SYNONYMS } from './synonyms.ts';

/** A typed word: folded, as typed when it has marks, and whether a question has it only for grammar. */
export type QuestionWord = { readonly word: string; readonly marked: string | null; readonly filler: boolean };

/** One way to read what was typed; `factor` lowers what was rewritten. */
export type Reading = { readonly words: readonly QuestionWord[]; readonly factor: number };

/** A question of nothing but grammar ("ở đâu") is taken at its word. */
function reading(words: readonly QuestionWord[], factor: number): Reading {
  const empty = words.every(({ filler }) => filler);
  return { words: empty ? words.map((word) => ({ ...word, filler: false })) : words, factor };
}

/** More is a text, not a question. */
const MOST_WORDS = 24;
const MOST_READINGS = 4;
const REWRITTEN = 0.96;

/** The words of what was typed. */
export function questionWords(text: string): QuestionWord[] {
  const words = piecesOf(text.normalize('NFC'))
    .slice(0, MOST_WORDS)
    .map(({ text: piece }) => {
      const word = foldWord(piece);
      const lower = piece.toLowerCase();
      return { word, marked: lower === word || word === '' ? null : lower, filler: false };
    })
    .filter(({ word }) => word !== '');
  return markFillers(words);
}

/**
 * The words as they are, then with what people say for something put into the catalogue's words: each alone
 * where it has several meanings, and all together.
 */
export function readingsOf(words: readonly QuestionWord[]): Reading[] {
  const found = synonymsIn(words.map(({ word }) => word));
  const readings = [reading(words, 1)];
  if (found.length === 0) return readings;
  const most = Math.max(...found.map(({ meanings }) => meanings.length));
  for (let choice = 0; choice < most && readings.length < MOST_READINGS; choice += 1) {
    const all = found.map((one) => ({ ...one, meaning: one.meanings[choice] ?? one.meanings[0] ?? '' }));
    readings.push(reading(rewrite(words, all), REWRITTEN));
  }
  if (found.length > 1) {
    for (const one of found) {
      if (readings.length >= MOST_READINGS) break;
      readings.push(reading(rewrite(words, [{ ...one, meaning: one.meanings[0] ?? '' }]), REWRITTEN));
    }
  }
  return readings;
}

type Found = { readonly at: number; readonly length: number; readonly meanings: readonly string[] };

/** Synonyms by their first word, the longest first. */
const BY_FIRST = new Map<string, { readonly typed: readonly string[]; readonly meanings: string[] }[]>();
for (const [typed, meant] of SYNONYMS) {
  const words = typed.split(' ');
  const first = words[0] ?? '';
  const list = BY_FIRST.get(first) ?? [];
  const same = list.find((one) => one.typed.join(' ') === typed);
  if (same) same.meanings.push(meant);
  else list.push({ typed: words, meanings: [meant] });
  list.sort((a, b) => b.typed.length - a.typed.length);
  BY_FIRST.set(first, list);
}

function synonymsIn(words: readonly string[]): Found[] {
  const plain = words.map(withoutLeftovers);
  const found: Found[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const fits = (list: readonly string[]) =>
      BY_FIRST.get(list[at] ?? '')?.find(({ typed }) => typed.every((word, i) => list[at + i] === word));
    const one = fits(words) ?? fits(plain);
    if (!one) continue;
    found.push({ at, length: one.typed.length, meanings: one.meanings });
    at += one.typed.length - 1;
  }
  return found;
}

function rewrite(words: readonly QuestionWord[], found: readonly (Found & { meaning: string })[]): QuestionWord[] {
  const result: QuestionWord[] = [];
  let at = 0;
  for (const { at: start, length, meaning } of found) {
    result.push(...words.slice(at, start));
    for (const word of meaning.split(' ')) {
      if (!result.some((before) => before.word === word)) result.push({ word, marked: null, filler: false });
    }
    at = start + length;
  }
  return [...result, ...words.slice(at)];
}

/** Phrases of grammar by their first word, the longest first. */
const FILLERS_BY_FIRST = new Map<string, (readonly string[])[]>();
for (const phrase of FILLERS.map((one) => one.split(' ')).sort((a, b) => b.length - a.length)) {
  const first = phrase[0] ?? '';
  FILLERS_BY_FIRST.set(first, [...(FILLERS_BY_FIRST.get(first) ?? []), phrase]);
}

function markFillers(words: readonly QuestionWord[]): QuestionWord[] {
  const marked = [...words];
  for (let at = 0; at < words.length; at += 1) {
    const begun = FILLERS_BY_FIRST.get(words[at]?.word ?? '');
    const phrase = begun?.find((list) => list.every((word, i) => words[at + i]?.word === word));
    if (!phrase) continue;
    phrase.forEach((_, i) => {
      const word = marked[at + i];
      if (word) marked[at + i] = { ...word, filler: true };
    });
    at += phrase.length - 1;
  }
  return marked;
}

/** An abbreviation in an official text written out, folded: "BHYT" as "bao hiem y te"; null when it has none. */
export function writtenOut(text: string): string | null {
  let any = false;
  const words = piecesOf(text).map(({ text: piece }) => {
    const meaning = /^\p{Lu}{2,8}$/u.test(piece)
      ? BY_FIRST.get(foldWord(piece))?.find(({ typed }) => typed.length === 1)
      : undefined;
    any ||= meaning !== undefined;
    return meaning?.meanings[0] ?? piece;
  });
  return any ? words.join(' ') : null;
}
