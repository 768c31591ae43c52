import type { ProcedureStep, VisitStep } from '#core/guide/guide.ts';
import type { Advice } from '#core/guide/walk.ts';
import type { LocalizedText } from '#core/text/localized.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { sentencesOf } from '#app/parts/listen/sentences.ts';

/** What is read aloud of advice: what it is, each step with its reason, what to bring, and what to know besides. */
export function readingOfAdvice(
  { outcome, steps, instead, notes }: Advice,
  catalogue: Pick<Catalogue, 'find'>,
  text: (localized: LocalizedText) => string,
  words: { readonly bring: string; readonly instead: string },
): string[] {
  const name = (step: ProcedureStep | VisitStep) => {
    if ('visit' in step) return text(step.visit);
    const known = catalogue.find(step.procedure)?.name ?? step.national?.name;
    return known ? text(known) : '';
  };
  const said = (step: ProcedureStep | VisitStep) => [
    name(step),
    text(step.why),
    ...('visit' in step && step.bring ? [words.bring, ...step.bring.map(text)] : []),
  ];
  const parts = [
    text(outcome.title),
    ...(outcome.text ? [text(outcome.text)] : []),
    ...steps.flatMap(said),
    ...(instead ? [words.instead, ...said(instead)] : []),
    ...notes.map(text),
  ];
  return parts.flatMap(sentencesOf);
}
