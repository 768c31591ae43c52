import { fold } from '#core/text/fold.ts';
import type { SearchEntry } from '#core/text/search/entry.ts';
import type { VillageQuestion } from './questions.ts';

/** What a search made of a question: `place` of the first procedure that answers it, 0 the first; null for none. */
export type JudgedAnswer = { readonly text: string; readonly found: readonly string[]; readonly place: number | null };

/** Asks every question. `ask` gives codes, the best first; a procedure with the very same name answers as well. */
export function answersOf(
  entries: readonly SearchEntry[],
  questions: readonly VillageQuestion[],
  ask: (text: string) => readonly string[],
): JudgedAnswer[] {
  const names = new Map(entries.map(({ code, name }) => [code, fold(name)]));
  return questions.map(({ text, codes }) => {
    const found = ask(text);
    const right = new Set(codes.map((code) => names.get(code)));
    const place = found.findIndex((code) => right.has(names.get(code)));
    return { text, found, place: place < 0 ? null : place };
  });
}

export function shareInFirst(answers: readonly JudgedAnswer[], first: number): number {
  return answers.filter(({ place }) => place !== null && place < first).length / answers.length;
}
