import type { Language } from '#core/text/localized.ts';

/** Syllables, or words in English, a voice speaks in a second. */
const PACE = { vi: 3.4, en: 2.5 } as const satisfies Record<Language, number>;

/** How long the reading takes, in seconds, to the nearest ten. */
export function readingSeconds(sentences: readonly string[], language: Language): number {
  const words = sentences.reduce((sum, sentence) => sum + sentence.split(/\s+/).length, 0);
  return Math.max(10, Math.round(words / PACE[language] / 10) * 10);
}

/** A voice reads a sentence at a time. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.;!?])\s+/).filter((sentence) => sentence.trim() !== '');
}
