import { readdirSync, readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import type { Day } from '#core/calendar/day.ts';
import type { Condition } from '#core/form/form.ts';
import { Guide, Rule, type Option, type Question, type Test } from '#core/guide/guide.ts';
import { walk, type Advice, type Chosen } from '#core/guide/walk.ts';
import { LifeEvent } from '#core/procedure/procedure.ts';
import { portalEntries } from '#tests/search/portal.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const guides = readdirSync(new URL('guides/', import.meta.url)).map((name) => Guide.parse(read(`guides/${name}`)));
const rules = z.array(Rule).parse(read('eligibility/rules.json'));
const authored = new Set(readdirSync(new URL('procedures/', import.meta.url)).map((name) => name.replace('.json', '')));
const national = new Set(portalEntries().map(({ code }) => code));

/** In force today; the day before the new civil status law and its first day; a leap day. */
const TODAYS: readonly Day[] = ['2026-11-25', '2027-02-28', '2027-03-01', '2028-02-29'];
const MOST_QUESTIONS = 5;
const LABEL_LIMIT = 64;
const CHIP_LIMIT = 36;

type Path = { readonly chosen: Chosen; readonly asked: readonly Question[]; readonly advice: Advice };

/** Every way through a guide that a person can take. */
function pathsOf(guide: Guide, today: Day, chosen: Chosen = {}): Path[] {
  const { asked, next, advice } = walk(guide, rules, chosen, today);
  // A guide that asks on and on would keep this test from ever saying so.
  if (asked.length > MOST_QUESTIONS) throw new Error(`Too many questions: ${JSON.stringify(chosen)}`);
  if (advice) return [{ chosen, asked: asked.map(({ question }) => question), advice }];
  return next.options.flatMap(({ value }) => pathsOf(guide, today, { ...chosen, [next.id]: value }));
}

/** What a person is told, to compare. */
function told({ advice }: Path): string {
  const { outcome, steps, notes, instead, basis } = advice;
  return JSON.stringify([outcome.id, steps, notes, instead, basis.map(({ rule, verdict }) => [rule.id, verdict])]);
}

function fieldsIn(condition: Condition | Test): string[] {
  if ('all' in condition) return condition.all.flatMap(fieldsIn);
  if ('any' in condition) return condition.any.flatMap(fieldsIn);
  if ('not' in condition) return fieldsIn(condition.not);
  if ('field' in condition) return [condition.field];
  return ['age' in condition ? condition.age : 'days' in condition ? condition.days : condition.day];
}

function leavesOf(condition: Condition): { field: string; values: unknown[] }[] {
  if ('all' in condition) return condition.all.flatMap(leavesOf);
  if ('any' in condition) return condition.any.flatMap(leavesOf);
  if ('not' in condition) return leavesOf(condition.not);
  return [{ field: condition.field, values: 'is' in condition ? [condition.is] : condition.in }];
}

function conditionsOf({ questions, outcomes }: Guide): Condition[] {
  return [
    ...questions.map(({ showWhen }) => showWhen),
    ...outcomes.flatMap(({ when, steps, notes, basis, instead }) => [
      when,
      instead?.when,
      ...[...steps, ...(notes ?? []), ...(basis ?? [])].map((one) => one.when),
    ]),
  ].filter((condition) => condition !== undefined);
}

test('each of the eight life events has its guide', () => {
  expect(guides.map(({ event }) => event).toSorted()).toEqual(
    LifeEvent.options.filter((event) => event !== 'other').toSorted(),
  );
});

test('rules have unique ids, none of a question, and are all used', () => {
  const ids = rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const questions = new Set(guides.flatMap((guide) => guide.questions.map(({ id }) => id)));
  expect(ids.filter((id) => questions.has(id))).toEqual([]);
  const used = new Set(
    guides.flatMap((guide) => [
      ...conditionsOf(guide).flatMap(fieldsIn),
      ...guide.outcomes.flatMap(({ basis }) => (basis ?? []).map(({ rule }) => rule)),
    ]),
  );
  expect(ids.filter((id) => !used.has(id))).toEqual([]);
  expect(rules.flatMap(({ holds }) => fieldsIn(holds)).filter((id) => !questions.has(id))).toEqual([]);
});

describe.each(guides.map((guide) => [guide.event, guide] as const))('%s', (_, guide) => {
  const all = TODAYS.flatMap((today) => pathsOf(guide, today));

  test('speaks of questions and rules that exist', () => {
    const ids = guide.questions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(guide.outcomes.map(({ id }) => id)).size).toBe(guide.outcomes.length);
    const known = new Set([...ids, ...rules.map(({ id }) => id)]);
    const named = [
      ...conditionsOf(guide).flatMap(fieldsIn),
      ...guide.questions.flatMap(({ forRules }) => forRules ?? []),
      ...guide.outcomes.flatMap(({ basis }) => (basis ?? []).map(({ rule }) => rule)),
    ];
    expect(named.filter((id) => !known.has(id))).toEqual([]);
    // A condition on an answer names one that is offered.
    const offered = new Map(guide.questions.map(({ id, options }) => [id, options.map(({ value }) => value)]));
    const wrong = conditionsOf(guide)
      .flatMap(leavesOf)
      .flatMap(({ field, values }) => {
        const answers = offered.get(field);
        const isOffered = (value: unknown) =>
          answers ? answers.some((answer) => answer === value) : typeof value === 'boolean';
        return values.filter((value) => !isOffered(value)).map((value) => `${field}=${String(value)}`);
      });
    expect(wrong).toEqual([]);
  });

  test('every path ends in an outcome, after a few questions', () => {
    expect(all.filter(({ asked }) => asked.length === 0 || asked.length > MOST_QUESTIONS)).toEqual([]);
    // Something to do, or words that say why there is nothing.
    expect(all.filter(({ advice }) => advice.steps.length === 0)).toEqual([]);
  });

  test('every question changes something, whatever was answered before', () => {
    for (const today of TODAYS) {
      const idle: string[] = [];
      for (const path of pathsOf(guide, today)) {
        path.asked.forEach(({ id }, at) => {
          const before = Object.fromEntries(
            path.asked.slice(0, at).map((question) => [question.id, path.chosen[question.id] ?? '']),
          );
          const results = guide.questions
            .find((question) => question.id === id)
            ?.options.map(({ value }) =>
              pathsOf(guide, today, { ...before, [id]: value })
                .map(told)
                .toSorted()
                .join(),
            );
          if (new Set(results).size === 1) idle.push(`${today} ${JSON.stringify(before)} ${id}`);
        });
      }
      expect([...new Set(idle)]).toEqual([]);
    }
  });

  test('every answer, outcome, step, note and rule is reached', () => {
    const answers = new Set(all.flatMap(({ chosen }) => Object.entries(chosen).map(([id, value]) => `${id}=${value}`)));
    const offered = guide.questions.flatMap(({ id, options }) => options.map(({ value }) => `${id}=${value}`));
    expect(offered.filter((one) => !answers.has(one))).toEqual([]);
    const outcomes = new Set(all.map(({ advice }) => advice.outcome));
    expect(guide.outcomes.filter((outcome) => !outcomes.has(outcome)).map(({ id }) => id)).toEqual([]);
    const steps = new Set(all.flatMap(({ advice }) => [...advice.steps, advice.instead]));
    const written = guide.outcomes.flatMap((one) => [...one.steps, ...(one.instead ? [one.instead] : [])]);
    expect(written.filter((step) => !steps.has(step))).toEqual([]);
    const notes = new Set(all.flatMap(({ advice }) => advice.notes));
    expect(guide.outcomes.flatMap((one) => one.notes ?? []).filter(({ text }) => !notes.has(text))).toEqual([]);
    const shown = new Set(
      all.flatMap(({ advice }) => advice.basis.map(({ rule }) => `${advice.outcome.id} ${rule.id}`)),
    );
    const basis = guide.outcomes.flatMap((one) => (one.basis ?? []).map(({ rule }) => `${one.id} ${rule}`));
    expect(basis.filter((one) => !shown.has(one))).toEqual([]);
  });

  test('nothing is asked twice on one path, and no step is named twice', () => {
    for (const { asked, advice } of all) {
      const questions = asked.map(({ question }) => question.vi);
      expect(new Set(questions).size).toBe(questions.length);
      const codes = advice.steps.flatMap((step) => ('procedure' in step ? [step.procedure] : []));
      expect(new Set(codes).size).toBe(codes.length);
    }
  });

  test('names procedures that exist: ours, or the national catalogue’s with a name and a place', () => {
    const steps = guide.outcomes.flatMap((one) => [...one.steps, ...(one.instead ? [one.instead] : [])]);
    const wrong = steps.filter(
      (step) =>
        'procedure' in step &&
        (step.national ? authored.has(step.procedure) || !national.has(step.procedure) : !authored.has(step.procedure)),
    );
    expect(wrong).toEqual([]);
    // Codes in running words as well.
    const codes = JSON.stringify(guide).match(/\d\.\d{6}/g) ?? [];
    expect(codes.filter((code) => !authored.has(code) && !national.has(code))).toEqual([]);
  });

  test('an outcome says “go there” exactly when it can', () => {
    for (const { advice } of all) {
      const { kind } = advice.outcome;
      const must = advice.steps.filter(({ ifNeeded }) => !ifNeeded);
      if (kind === 'do') expect(must.some((step) => 'procedure' in step)).toBe(true);
      if (kind === 'visit') expect(must.length).toBeGreaterThan(0);
    }
  });

  test('says of every answer what it means without its question', () => {
    const bare = guide.questions
      .flatMap((question) => question.options)
      .filter(({ label, short }) => ['Có', 'Không', 'Rồi', 'Chưa', 'Chưa có', 'Có rồi'].includes((short ?? label).vi));
    expect(bare).toEqual([]);
    const chips = guide.questions.flatMap(({ options }) => options.map(({ label, short }) => short ?? label));
    expect(chips.flatMap(({ vi, en }) => [vi, en]).filter((text) => text.length > CHIP_LIMIT)).toEqual([]);
  });

  test('has answers that fit on a phone', () => {
    const options: Option[] = guide.questions.flatMap((question) => question.options);
    const texts = [...options.map(({ label }) => label), guide.title].flatMap(({ vi, en }) => [vi, en]);
    expect(texts.filter((text) => text.length > LABEL_LIMIT)).toEqual([]);
  });
});
