import { must } from '#core/assert.ts';
import type { Day } from '#core/calendar/day.ts';
import type { Answers, Condition } from '#core/form/form.ts';
import { holds } from '#core/form/visible.ts';
import type { LocalizedText } from '#core/text/localized.ts';
import type { Guide, Option, Outcome, ProcedureStep, Question, Rule } from './guide.ts';
import { daysOf, inForce, judge, type Fact } from './judge.ts';

/** What was chosen, by the question's id: values as they stand in an address, from anybody. */
export type Chosen = Readonly<Record<string, string>>;

export type Asked = { readonly question: Question; readonly option: Option };

/** How far the answers lead: to a question, or to advice when nothing is left to ask. */
export type Walk = {
  /** Questions with an answer that counts, in the order they are asked. */
  readonly asked: readonly Asked[];
} & ({ readonly next: Question; readonly advice: null } | { readonly next: null; readonly advice: Advice });

/** An outcome with what of it applies. */
export type Advice = {
  readonly outcome: Outcome;
  readonly steps: Outcome['steps'];
  readonly notes: readonly LocalizedText[];
  readonly instead: ProcedureStep | null;
  /** Rules in force, and whether they hold; those of which the answers say nothing are left out. */
  readonly basis: readonly { readonly rule: Rule; readonly verdict: boolean }[];
};

/**
 * Goes through a guide as people do. A condition sees only what was asked and answered before, so an answer to a
 * question that is not asked any more counts for nothing, and an address made up by somebody leads nowhere strange.
 */
export function walk(guide: Guide, rules: readonly Rule[], chosen: Chosen, today: Day): Walk {
  const current = rules.filter((rule) => inForce(rule, today));
  const facts = new Map<string, Fact>();
  const asked: Asked[] = [];
  let known: Answers = {};
  for (const question of guide.questions) {
    if (question.showWhen && !holds(question.showWhen, known)) continue;
    if (question.forRules && !current.some(({ id }) => question.forRules?.includes(id))) continue;
    const option = question.options.find(({ value }) => value === chosen[question.id]);
    if (!option) return { asked, next: question, advice: null };
    asked.push({ question, option });
    facts.set(question.id, { value: option.value, ...(option.span && { days: daysOf(option.span, today) }) });
    known = knownFrom(facts, current, today);
  }
  const outcome = must(
    guide.outcomes.find(({ when }) => !when || holds(when, known)),
    `an outcome of ${guide.event}`,
  );
  const applies = ({ when }: { when?: Condition | undefined }) => !when || holds(when, known);
  const advice: Advice = {
    outcome,
    steps: outcome.steps.filter(applies),
    instead: outcome.instead && applies(outcome.instead) ? outcome.instead : null,
    notes: (outcome.notes ?? []).filter(applies).map(({ text }) => text),
    basis: (outcome.basis ?? []).filter(applies).flatMap((one) => {
      const rule = current.find(({ id }) => id === one.rule);
      const verdict = rule ? judge(rule.holds, facts, today) : null;
      return rule && verdict !== null ? [{ rule, verdict }] : [];
    }),
  };
  return { asked, next: null, advice };
}

/** Answers and verdicts, as conditions look at them. */
function knownFrom(facts: ReadonlyMap<string, Fact>, rules: readonly Rule[], today: Day): Answers {
  const known: Answers = {};
  for (const [id, { value }] of facts) known[id] = value;
  for (const rule of rules) {
    const verdict = judge(rule.holds, facts, today);
    if (verdict !== null) known[rule.id] = verdict;
  }
  return known;
}
