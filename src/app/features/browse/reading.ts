import type { Procedure } from '#core/procedure/procedure.ts';
import type { Language, LocalizedText } from '#core/text/localized.ts';

/** The headings spoken between the parts, in the language of the page. */
export type ReadingWords = { readonly papers: string; readonly steps: string; readonly where: string };

/** Syllables, or words in English, a voice speaks in a second. */
const PACE = { vi: 3.4, en: 2.5 } as const satisfies Record<Language, number>;

/**
 * What is read aloud, a sentence each: what the procedure is for, the papers, the steps, the place.
 * Facts that are not verified are not among them; the whole text stands on the page.
 */
export function readingOf(
  procedure: Procedure,
  text: (localized: LocalizedText) => string,
  words: ReadingWords,
): string[] {
  const papers = procedure.confidence.documents === 'low' ? [] : procedure.documents;
  const parts = [
    text(procedure.name),
    text(procedure.summary),
    text(procedure.whoMayApply),
    ...(papers.length > 0 ? [words.papers] : []),
    ...papers.flatMap(({ name, note }) => (note ? [text(name), text(note)] : [text(name)])),
    words.steps,
    ...procedure.steps.flatMap(({ title, detail }) => (detail ? [text(title), text(detail)] : [text(title)])),
    words.where,
    text(procedure.where),
  ];
  return parts.flatMap(sentencesOf);
}

/** How long the reading takes, in seconds, to the nearest ten. */
export function readingSeconds(sentences: readonly string[], language: Language): number {
  const words = sentences.reduce((sum, sentence) => sum + sentence.split(/\s+/).length, 0);
  return Math.max(10, Math.round(words / PACE[language] / 10) * 10);
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.;!?])\s+/).filter((sentence) => sentence.trim() !== '');
}
