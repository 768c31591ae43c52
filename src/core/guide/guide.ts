import * as z from 'zod/mini';
import { Day } from '#core/calendar/day.ts';
import { Condition } from '#core/form/form.ts';
import { Confidence, LifeEvent } from '#core/procedure/procedure.ts';
import { LocalizedText } from '#core/text/localized.ts';

/**
 * A guide as data: a few questions, then what to do, in order. Its conditions are a form's (`Condition`), in terms of
 * answers given before and of eligibility rules, whose verdicts are there as true and false under the rule's id.
 */

const Id = z.string().check(z.regex(/^[a-z][A-Za-z0-9]*$/));
const Count = z.int().check(z.minimum(0));

/**
 * When something happened, as an answer says it. `age`: full years since, from `atLeast` and short of `below`.
 * `days`: so many days ago. `day`: before a fixed day, or on it and later.
 */
const Span = z.union([
  z.strictObject({ age: z.strictObject({ atLeast: z.optional(Count), below: z.optional(Count) }) }),
  z.strictObject({ days: z.strictObject({ atMost: z.optional(Count), moreThan: z.optional(Count) }) }),
  z.strictObject({ day: z.strictObject({ from: z.optional(Day), before: z.optional(Day) }) }),
]);
export type Span = z.infer<typeof Span>;

const Option = z.strictObject({
  value: z.string().check(z.regex(/^[a-z][A-Za-z0-9]*$/)),
  label: LocalizedText,
  /** In a few words that make sense without the question. */
  short: z.optional(LocalizedText),
  hint: z.optional(LocalizedText),
  span: z.optional(Span),
});
export type Option = z.infer<typeof Option>;

export const Question = z.strictObject({
  id: Id,
  question: LocalizedText,
  why: z.optional(LocalizedText),
  showWhen: z.optional(Condition),
  /** Asked for the sake of these rules only, so not while none of them is in force. */
  forRules: z.optional(z.array(Id).check(z.minLength(1))),
  options: z.array(Option).check(z.minLength(2), z.maxLength(4)),
});
export type Question = z.infer<typeof Question>;

const forStep = {
  why: LocalizedText,
  /** What comes out of it that the next step needs. */
  gives: z.optional(LocalizedText),
  /** To be done by some only; `why` says by whom. */
  ifNeeded: z.optional(z.literal(true)),
  when: z.optional(Condition),
};

const ProcedureStep = z.strictObject({
  ...forStep,
  procedure: z.string().check(z.regex(/^\d\.\d{6}$/)),
  /** Of a procedure that we have not written about: what to call it, and where it is done. */
  national: z.optional(z.strictObject({ name: LocalizedText, where: LocalizedText })),
});
export type ProcedureStep = z.infer<typeof ProcedureStep>;

/** Something that no procedure of the catalogue does: where to go, and what to bring when that is known. */
const VisitStep = z.strictObject({ ...forStep, visit: LocalizedText, bring: z.optional(z.array(LocalizedText)) });
export type VisitStep = z.infer<typeof VisitStep>;

const Note = z.strictObject({ text: LocalizedText, when: z.optional(Condition) });

/** `do`: procedures, in order. `visit`: not by this app, go there. `wait`: not possible, not yet, or not needed. */
const Outcome = z.strictObject({
  id: Id,
  kind: z.enum(['do', 'visit', 'wait']),
  when: z.optional(Condition),
  title: LocalizedText,
  text: z.optional(LocalizedText),
  steps: z.array(z.union([ProcedureStep, VisitStep])),
  /** One procedure that does all of it at once, where a commune offers it. */
  instead: z.optional(ProcedureStep),
  notes: z.optional(z.array(Note)),
  /** Rules that it rests on, or that speak against it; shown with their sources once they are decided. */
  basis: z.optional(z.array(z.strictObject({ rule: Id, when: z.optional(Condition) }))),
});
export type Outcome = z.infer<typeof Outcome>;

export const Guide = z.strictObject({
  event: LifeEvent,
  title: LocalizedText,
  questions: z.array(Question).check(z.minLength(1)),
  /** The first whose condition holds. */
  outcomes: z.array(Outcome).check(z.minLength(1)),
});
export type Guide = z.infer<typeof Guide>;

/** What a rule looks at: answers as a form's conditions do, and when something happened. */
export type Test =
  | { field: string; is: string }
  | { field: string; in: string[] }
  | { age: string; atLeast: number }
  | { days: string; atMost: number }
  | { day: string; before: Day }
  | { all: Test[] }
  | { any: Test[] }
  | { not: Test };
const Test: z.ZodMiniType<Test> = z.lazy(() =>
  z.union([
    z.strictObject({ field: Id, is: z.string() }),
    z.strictObject({ field: Id, in: z.array(z.string()).check(z.minLength(1)) }),
    z.strictObject({ age: Id, atLeast: Count }),
    z.strictObject({ days: Id, atMost: Count }),
    z.strictObject({ day: Id, before: Day }),
    z.strictObject({ all: z.array(Test).check(z.minLength(1)) }),
    z.strictObject({ any: z.array(Test).check(z.minLength(1)) }),
    z.strictObject({ not: Test }),
  ]),
);

/** Who is entitled to what, or bound to what, as a law has it. */
export const Rule = z.strictObject({
  id: Id,
  /** `condition`: something that has to be met. `case`: to whom it applies. */
  kind: z.enum(['condition', 'case']),
  /** The rule in a sentence, whether it holds or not. */
  says: LocalizedText,
  holds: Test,
  sources: z
    .array(z.strictObject({ act: z.string().check(z.minLength(1)), article: z.optional(z.string()) }))
    .check(z.minLength(1)),
  validFrom: Day,
  validTo: z.optional(Day),
  /** Low is shown as "chưa xác minh". */
  confidence: Confidence,
});
export type Rule = z.infer<typeof Rule>;
