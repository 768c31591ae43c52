import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { ROUGH } from './faults.ts';
import { OlderApp, olderIn } from './older.ts';
import { simulate } from './run.ts';

const SEEDS = 300;
const REGRESSIONS = path.join(import.meta.dirname, 'regressions');

test(`SIM-1 ${SEEDS} rough months: nothing lost, duplicated, leaked or stuck`, { timeout: 600_000 }, async () => {
  const violations: string[] = [];
  let saved = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const result = await simulate(seed);
    saved += result.saved;
    violations.push(...result.violations.map((violation) => `npm run sim -- --seed ${seed}: ${violation}`));
  }
  expect(violations).toEqual([]);
  expect(saved).toBeGreaterThan(10 * SEEDS);
});

test('SIM-2 the same seed takes the same steps, with every message parsed and every record copied', async () => {
  // In the last two a phone has an older app.
  for (const seed of [3, 77, 500, 15, 54]) {
    const [once, again] = [await simulate(seed), await simulate(seed, { thorough: true })];
    expect(again).toEqual(once);
    expect(once.trace).not.toBe((await simulate(seed + 1)).trace);
  }
});

test('SIM-3 seeds that once found something find nothing', async () => {
  const kept = existsSync(REGRESSIONS) ? readdirSync(REGRESSIONS).filter((file) => file.endsWith('.json')) : [];
  for (const file of kept) {
    const { seed } = JSON.parse(readFileSync(path.join(REGRESSIONS, file), 'utf8')) as { seed: number };
    expect((await simulate(seed)).violations, file).toEqual([]);
    // As it was found: what rots was added later, and makes other months of some seeds.
    expect((await simulate(seed, { faults: { ...ROUGH, rotten: 0 } })).violations, file).toEqual([]);
  }
});

test('SIM-4 phones of protocols 1 and 2 ask in their own words until they update', async () => {
  for (const [seed, protocol] of [
    [54, 1],
    [15, 2],
  ] as const) {
    const words = vi.spyOn(OlderApp.prototype, 'words');
    const update = vi.spyOn(OlderApp.prototype, 'asItWas');
    expect(olderIn(seed)?.protocol).toBe(protocol);
    expect((await simulate(seed)).violations).toEqual([]);
    const asked = words.mock.results.map(({ value }) => (JSON.parse(value as string) as { protocol: number }).protocol);
    expect(new Set(asked)).toEqual(new Set([protocol]));
    expect(update).toHaveBeenCalled();
    vi.restoreAllMocks();
  }
});
