import type { Procedure } from '#core/procedure/procedure.ts';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import type { LocalizedText } from '#core/text/localized.ts';
import { sentencesOf } from '#app/parts/listen/sentences.ts';
import { unbulleted } from './longText.ts';

/** The headings spoken between the parts, in the language of the page. */
export type ReadingWords = { readonly papers: string; readonly steps: string; readonly where: string };

/**
 * What is read aloud, a sentence each: what the procedure is for, how long it takes and what it costs (`facts`), the
 * papers, the steps, the place. What is not verified is not among them; the whole text stands on the page.
 */
export function readingOf(
  procedure: Procedure,
  facts: readonly string[],
  text: (localized: LocalizedText) => string,
  words: ReadingWords,
): string[] {
  const papers = procedure.confidence.documents === 'low' ? [] : procedure.documents;
  const parts = [
    text(procedure.name),
    text(procedure.summary),
    text(procedure.whoMayApply),
    ...facts,
    ...(papers.length > 0 ? [words.papers] : []),
    ...papers.flatMap(({ name, note }) => (note ? [text(name), text(note)] : [text(name)])),
    words.steps,
    ...procedure.steps.flatMap(({ title, detail }) => (detail ? [text(title), text(detail)] : [text(title)])),
    words.where,
    text(procedure.where),
  ];
  return parts.flatMap(sentencesOf);
}

/** How much of the source's own words is read: what to bring, and where; whole pages of law are to be looked at. */
const PAPERS_READ = 12;
const LONGEST_READ = 240;

/** The same for a record of the catalogue, in the source's language. Papers with a page of text are named by its beginning. */
export function readingOfRecord(record: ProcedureRecord, facts: readonly string[], words: ReadingWords): string[] {
  const papers = record.cases.flatMap(({ documents }) => documents.map(({ name }) => unbulleted(name)));
  const [first] = record.steps;
  const steps = (first?.text ?? []).flat().slice(0, 3);
  const places = [...record.agencies.executing, record.agencies.receivedAt ?? ''].filter((place) => place !== '');
  const parts = [
    record.name,
    ...facts,
    ...(papers.length > 0 ? [words.papers] : []),
    ...papers.slice(0, PAPERS_READ).map(beginningOf),
    ...(steps.length > 0 ? [words.steps] : []),
    ...steps.map(beginningOf),
    ...(places.length > 0 ? [words.where] : []),
    ...places,
  ];
  return parts.flatMap(sentencesOf);
}

function beginningOf(text: string): string {
  return text.length <= LONGEST_READ ? text : text.slice(0, text.lastIndexOf(' ', LONGEST_READ));
}
