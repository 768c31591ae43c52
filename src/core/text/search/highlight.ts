import { foldWord, piecesOf } from './words.ts';

/** What to mark in a text: a folded word, or the beginning of words. */
export type Term = { readonly word: string; readonly beginning: boolean };

/** A piece of a text, `at` where it begins, and whether it answers what was searched for. */
export type MarkedPiece = { readonly at: number; readonly text: string; readonly found: boolean };

/** The text in pieces. Found words next to each other are one piece with what stands between them. */
export function highlight(text: string, terms: readonly Term[]): MarkedPiece[] {
  const composed = text.normalize('NFC');
  const found = piecesOf(composed).filter(({ text: piece }) => {
    const word = foldWord(piece);
    return terms.some((term) => (term.beginning ? word.startsWith(term.word) : word === term.word));
  });
  const pieces: MarkedPiece[] = [];
  let end = 0;
  for (const { at, text: word } of found) {
    const last = pieces.at(-1);
    const between = composed.slice(end, at);
    if (last?.found && between === ' ') pieces[pieces.length - 1] = { ...last, text: last.text + between + word };
    else {
      if (between !== '') pieces.push({ at: end, text: between, found: false });
      pieces.push({ at, text: word, found: true });
    }
    end = at + word.length;
  }
  if (end < composed.length) pieces.push({ at: end, text: composed.slice(end), found: false });
  return pieces;
}
