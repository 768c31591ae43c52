import type { Slot } from './gather.ts';
import { NO_WORD, type SearchIndex } from './index.ts';

/**
 * What was typed with the words an entry has in place of mistyped ones, written as in its texts; null when it
 * has the words as they were typed. Marks left out are not a mistake.
 */
export function meantBy(index: SearchIndex, slots: readonly Slot[], entry: number): string | null {
  const formOf = firstForms(index, entry);
  let mistyped = false;
  const words = slots.map(({ word, candidates }) => {
    const typed = word.marked ?? word.word;
    const number = candidates.words.find((candidate) => formOf.has(candidate));
    if (number === undefined) return typed;
    const found = index.words[number] ?? '';
    const isBeginning = found.startsWith(word.word);
    mistyped ||= !isBeginning;
    return isBeginning && found !== word.word ? typed : (formOf.get(number) ?? typed);
  });
  return mistyped ? words.join(' ') : null;
}

/** By word of an entry, how it is written there first. */
function firstForms({ texts, starts, wordOf, forms }: SearchIndex, entry: number): Map<number, string> {
  const found = new Map<number, string>();
  for (let at = starts[entry] ?? 0; at < (starts[entry + 1] ?? 0); at += 1) {
    const form = texts[at] ?? 0;
    const word = wordOf[form] ?? NO_WORD;
    if (word !== NO_WORD && !found.has(word)) found.set(word, (forms[form] ?? '').toLowerCase());
  }
  return found;
}
