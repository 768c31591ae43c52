import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { pocketEntries } from '#tests/search/catalogue.ts';
import { harvestIsHere, readHarvest, readKeptPortal } from '#tests/search/portal.ts';
import { QUESTIONS, type VillageQuestion } from '#tests/search/questions.ts';
import { answersOf, shareInFirst } from '#tests/search/relevance.ts';
import { must } from '#core/assert.ts';
import { packIndex } from '#core/procedure/entry.ts';
import { LifeEvent } from '#core/procedure/procedure.ts';
import { fold } from '#core/text/fold.ts';
import { buildIndex } from './index.ts';
import { Searcher } from './searcher.ts';

/** Share of questions with an expected procedure among the first three, among all of a pocket's 5,068. */
const LEAST = 0.95;
const EVENTS = LifeEvent.options.filter((event) => event !== 'other');
const WORDS = z
  .object({ lifeEvent: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(new URL('../../../../locales/vi/common.json', import.meta.url), 'utf8')));

describe('questions of villagers over the whole catalogue', () => {
  const entries = pocketEntries();
  const searcher = new Searcher(buildIndex(entries));
  const ask = (text: string) => searcher.ask({ text, limit: 3 }).hits.map(({ code }) => code);

  test('there are enough of them, each once, and every code exists', () => {
    expect(QUESTIONS.length).toBeGreaterThanOrEqual(150);
    expect(QUESTIONS.filter(({ set }) => set === 'heldOut').length).toBeGreaterThanOrEqual(60);
    expect(new Set(QUESTIONS.map(({ text }) => text)).size).toBe(QUESTIONS.length);
    const codes = new Set(entries.map(({ code }) => code));
    expect(QUESTIONS.flatMap((question) => question.codes).filter((code) => !codes.has(code))).toEqual([]);
  });

  test.each(['tuned', 'heldOut'] as const)('the %s ones find it among the first three', (set) => {
    const answers = answersOf(
      entries,
      QUESTIONS.filter((question) => question.set === set),
      ask,
    );
    const missed = answers
      .filter(({ place }) => place === null)
      .map(({ text, found }) => `${text}: ${found.join(' ')}`);
    expect(shareInFirst(answers, 3), missed.join('\n')).toBeGreaterThanOrEqual(LEAST);
  });

  test('the eight life events are found by the names they have on screen, with marks and without', () => {
    const names = EVENTS.map((event) => WORDS.lifeEvent[event] ?? event).flatMap((name) => [name, fold(name)]);
    const asked = new Map(QUESTIONS.map((question) => [question.text.toLowerCase(), question]));
    const questions = names.map((text): VillageQuestion => {
      const { codes, set } = must(asked.get(text.toLowerCase()), `a question “${text}”`);
      return { text, codes, set };
    });
    expect(questions).toHaveLength(16);
    expect(answersOf(entries, questions, ask).filter(({ place }) => place === null)).toEqual([]);
  });
});

test.skipIf(!harvestIsHere)(
  `what is kept of the portal is what the harvest says${harvestIsHere ? '' : ' (skipped: BANSO_SHARED has no harvest)'}`,
  async () => {
    expect(packIndex(await readHarvest())).toEqual(readKeptPortal());
  },
);
