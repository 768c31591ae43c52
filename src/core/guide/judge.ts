import { ageOn, bornBy } from '#core/calendar/age.ts';
import { addDays, type Day } from '#core/calendar/day.ts';
import type { Rule, Span, Test } from './guide.ts';

/** Days between which something happened, both inclusive; `from` is null where nobody said how long ago. */
export type Days = { readonly from: Day | null; readonly to: Day };

/** What is known: the value of an answer, and for an answer about time the days it stands for. */
export type Fact = { readonly value: string; readonly days?: Days };
export type Facts = ReadonlyMap<string, Fact>;

/** The days a span means today. Nothing is said of what has yet to happen: no span reaches beyond today. */
export function daysOf(span: Span, today: Day): Days {
  if ('age' in span) {
    const { atLeast, below } = span.age;
    return {
      from: below === undefined ? null : addDays(bornBy(below, today), 1),
      to: atLeast === undefined ? today : bornBy(atLeast, today),
    };
  }
  if ('days' in span) {
    const { atMost, moreThan } = span.days;
    return {
      from: atMost === undefined ? null : addDays(today, -atMost),
      to: moreThan === undefined ? today : addDays(today, -moreThan - 1),
    };
  }
  const { from, before } = span.day;
  return { from: from ?? null, to: before === undefined ? today : addDays(before, -1) };
}

/** Whether the law is in force. */
export function inForce({ validFrom, validTo }: Rule, today: Day): boolean {
  return validFrom <= today && (validTo === undefined || today <= validTo);
}

/**
 * Whether a test holds; null while the facts do not say. What is once decided stays so, whatever is learnt besides
 * (Kleene's logic).
 */
export function judge(test: Test, facts: Facts, today: Day): boolean | null {
  if ('all' in test) return every(test.all.map((part) => judge(part, facts, today)));
  if ('any' in test) return not(every(test.any.map((part) => not(judge(part, facts, today)))));
  if ('not' in test) return not(judge(test.not, facts, today));
  if ('field' in test) {
    const value = facts.get(test.field)?.value;
    if (value === undefined) return null;
    return 'is' in test ? value === test.is : test.in.includes(value);
  }
  if ('age' in test) {
    return within(facts.get(test.age)?.days, (day) => ageOn(day, today) >= test.atLeast, true);
  }
  if ('days' in test) {
    return within(facts.get(test.days)?.days, (day) => addDays(day, test.atMost) >= today, false);
  }
  return within(facts.get(test.day)?.days, (day) => day < test.before, true);
}

/** Whether something holds on all of the days, or on none. It turns once in time: `longAgo` is what it was at first. */
function within(days: Days | undefined, isTrue: (day: Day) => boolean, longAgo: boolean): boolean | null {
  if (!days) return null;
  const atFrom = days.from === null ? longAgo : isTrue(days.from);
  return atFrom === isTrue(days.to) ? atFrom : null;
}

function every(parts: readonly (boolean | null)[]): boolean | null {
  if (parts.includes(false)) return false;
  return parts.includes(null) ? null : true;
}

function not(verdict: boolean | null): boolean | null {
  return verdict === null ? null : !verdict;
}
