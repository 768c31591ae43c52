import { expect, test } from 'vitest';
import { BUGS, ROUGH } from './faults.ts';
import { simulate } from './run.ts';

const SEEDS = 1_000;

test(`SIM-1 ${SEEDS} rough seeds: nothing lost, duplicated, leaked or stuck`, { timeout: 300_000 }, async () => {
  const violations: string[] = [];
  let saved = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const result = await simulate(seed);
    saved += result.saved;
    violations.push(...result.violations.map((violation) => `npm run sim -- --seed ${seed}: ${violation}`));
  }
  expect(violations).toEqual([]);
  expect(saved).toBeGreaterThan(SEEDS);
});

test('SIM-2 the same seed takes the same steps', async () => {
  for (const seed of [3, 77, 500]) expect(await simulate(seed)).toEqual(await simulate(seed));
});

test.each(BUGS)('SIM-3 the oracle notices a planted bug: %s', async (bug) => {
  const worse = { ...ROUGH, requestLost: 0.6, powerCut: 0.6 };
  let caught = 0;
  for (let seed = 1; seed <= 60 && caught === 0; seed += 1)
    caught = (await simulate(seed, bug, worse)).violations.length;
  expect(caught).toBeGreaterThan(0);
});
