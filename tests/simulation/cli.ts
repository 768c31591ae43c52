// npm run sim -- --seeds N [--seed S]: many rough days, or one again. Ends with one line of counts.
import { parseArgs } from 'node:util';
import { simulate } from './run.ts';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '1000' }, seed: { type: 'string' } } });
const first = Number(values.seed ?? 1);
const count = values.seed === undefined ? Number(values.seeds) : 1;

const totals = { seeds: 0, steps: 0, faults: 0, saved: 0, lost: 0, duplicated: 0, leaked: 0, stuck: 0 };
for (let seed = first; seed < first + count; seed += 1) {
  const result = await simulate(seed);
  totals.seeds += 1;
  totals.steps += result.steps;
  totals.faults += result.faults;
  totals.saved += result.saved;
  for (const violation of result.violations) {
    console.log(`seed ${seed}: ${violation}`);
    const kind = violation.split(':')[0] as 'lost' | 'duplicated' | 'leaked' | 'stuck';
    totals[kind] += 1;
  }
  // One seed in a hundred runs twice: a run that cannot be repeated proves nothing.
  if (seed % 100 === 0 && (await simulate(seed)).trace !== result.trace) {
    console.log(`seed ${seed}: two runs differ`);
    process.exitCode = 1;
  }
  if (result.violations.length > 0) {
    console.log(`again: npm run sim -- --seed ${seed}`);
    process.exitCode = 1;
  }
}
console.log(
  Object.entries(totals)
    .map(([name, value]) => `${name}=${value}`)
    .join(' '),
);
