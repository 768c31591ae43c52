/**
 * A name as the papers print it: NFC, capitals, single spaces, plain apostrophes and hyphens. Every
 * Vietnamese letter has exactly one capital, so no locale is needed; capitals come first because that
 * of "ŉ" has an apostrophe, and NFC once more last because that of a decomposed letter may compose.
 */
export function normaliseName(text: string): string {
  return text
    .normalize('NFC')
    .toUpperCase()
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[‐‑–]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .normalize('NFC');
}

/**
 * The problem with a name's characters, or null. Latin letters with any marks, space, hyphen,
 * apostrophe and full stop: digits and other signs are slips of the keyboard. One word is a whole name
 * among several peoples, so the number of words is never judged.
 */
export function nameProblem(text: string): 'nameCharacters' | null {
  const name = normaliseName(text);
  return /^[\p{Script=Latin}\p{M} '.-]+$/u.test(name) && /\p{L}/u.test(name) ? null : 'nameCharacters';
}
