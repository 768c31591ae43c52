// Runs a stretch of seeds for cli.ts and tells it what each came to.
import { simulate, type SimulationResult } from './run.ts';

/** What a seed came to; `differs` when running it again, the slow way, took other steps. */
export type SeedReport = Pick<SimulationResult, 'seed' | 'steps' | 'faults' | 'violations'> & {
  readonly differs: boolean;
};

const [first, count] = process.argv.slice(2).map(Number) as [number, number];
let reports: SeedReport[] = [];

for (let seed = first; seed < first + count; seed += 1) {
  const { trace, steps, faults, violations } = await simulate(seed);
  // One seed in a hundred runs twice: a run that cannot be repeated proves nothing. The second looks more closely.
  const again = seed % 100 === 0 ? await simulate(seed, { thorough: true }) : null;
  const differs = again !== null && again.trace !== trace;
  reports.push({ seed, steps, faults, violations: again?.violations ?? violations, differs });
  if (reports.length < 50 && seed < first + count - 1) continue;
  const told = reports;
  reports = [];
  // Whoever goes on before a long report has left may end with it unsaid.
  await new Promise((done) => (process.send ? process.send(told, done) : done(null)));
}
process.disconnect?.();
