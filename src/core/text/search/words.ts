import { fold } from '#core/text/fold.ts';

/** A word as it stands in a text, composed, and where. */
export type Piece = { readonly at: number; readonly text: string };

/** The words of a text; a code or number with dots, "1.001193", is one. */
export function piecesOf(text: string): Piece[] {
  return [...text.matchAll(/\p{N}+(?:\.\p{N}+)*(?![\p{L}\p{M}\p{N}])|[\p{L}\p{M}\p{N}]+/gu)].map((match) => ({
    at: match.index,
    text: match[0],
  }));
}

/** A word as it is looked up. Besides marks, ƣ goes: old fonts left it in official texts for ư. */
export function foldWord(piece: string): string {
  return fold(piece.replaceAll(/[ƢƣƠơ]/g, (letter) => (letter === 'Ƣ' || letter === 'ƣ' ? 'u' : 'o'))).replaceAll(
    '.',
    '',
  );
}

/**
 * A word as Telex or VNI meant it, where the keyboard did not take part: "dduwowngf", "d9u7o7ng2". No
 * Vietnamese syllable has s, f, r, x, j or w after its vowel, a doubled a, e, o, or a double d, so taking them
 * away cannot damage a word that was typed rightly.
 */
export function withoutLeftovers(word: string): string {
  return word
    .replaceAll(/(?<=[a-z])[1-9]+(?=[a-z]|$)/g, '')
    .replaceAll(/dd/g, 'd')
    .replaceAll(/^d([a-z]*)d$/g, 'd$1')
    .replaceAll(/([aeiouy])w+/g, '$1')
    .replaceAll(/w/g, 'u')
    .replaceAll(/([aeiouy])[sfrxjz]+(?=[aeiouy]|ch|n|c|m|p|t|$)/g, '$1')
    .replaceAll(/([aeiouy](?:ch|ng|nh|[cmnpt])?)[sfrxjzw]+/g, '$1')
    .replaceAll(/([aeo])([a-z]*?)\1+(?=[a-z]*$)/g, (all, vowel: string, between: string) =>
      /^(?:ch|ng|nh|[cmnptiuyo])?$/.test(between) ? vowel + between : all,
    );
}

/**
 * What is left when sounds that neighbours do not tell apart are written alike: ch and tr, s and x, l and n,
 * d, gi and r, i and y, c and k, and at the end c, t and ch, n, ng and nh.
 */
export function soundOf(word: string): string {
  return word
    .replace(/^(?:tr|ch)/, 'C')
    .replace(/^ngh?/, 'G')
    .replace(/^nh/, 'N')
    .replace(/^gh/, 'g')
    .replace(/^(?:gi(?=[aeiouy])|[dr])/, 'd')
    .replace(/^[kq]/, 'c')
    .replace(/^x/, 's')
    .replace(/^l/, 'n')
    .replace(/(?:ch|c|t)$/, 't')
    .replace(/n[gh]?$/, 'n')
    .replaceAll('y', 'i');
}

/** True when one letter more, less or other, or two neighbours swapped, makes one word of the other. */
export function withinOneEdit(a: string, b: string): boolean {
  if (a.length < b.length) return withinOneEdit(b, a);
  if (a.length - b.length > 1) return false;
  let start = 0;
  while (start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  if (a.length > b.length) return a.slice(start + 1) === b.slice(start);
  if (a.slice(start + 1) === b.slice(start + 1)) return true;
  return a[start] === b[start + 1] && a[start + 1] === b[start] && a.slice(start + 2) === b.slice(start + 2);
}

/** Which letters a word has, one bit each (digits share one): words one edit apart differ in two bits at most. */
export function lettersOf(word: string): number {
  let bits = 0;
  for (let i = 0; i < word.length; i += 1) {
    const letter = word.charCodeAt(i) - 97;
    bits |= 1 << (letter >= 0 && letter < 26 ? letter : 26);
  }
  return bits;
}
