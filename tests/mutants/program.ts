// Runs what should notice a planted bug, in rising seeds, and tells the parent what did.
import { DEATHS, play } from '#tests/simulation/crash.ts';
import { FLOWS } from '#tests/simulation/flows.ts';
import { simulate } from '#tests/simulation/run.ts';

const [seeds] = process.argv.slice(2).map(Number) as [number];

function tell(by: string, why: string): never {
  process.send?.({ by, why });
  process.exit(0);
}

/** A server restored from a backup, a phone full for days: months that notice what most do not, and so come early. */
const UNLUCKY = [23, 26, 29, 32, 50, 100, 142];

let doing = 'start';
// A bug that throws where nothing should is caught as surely as one that loses something.
const threw = (error: unknown) => tell(doing, `threw: ${error instanceof Error ? error.message : String(error)}`);
process.on('uncaughtException', threw);
process.on('unhandledRejection', threw);

const all = Array.from({ length: seeds }, (_, at) => at + 1);
for (const seed of new Set([...all.slice(0, 5), ...UNLUCKY, ...all])) {
  doing = `seed ${seed}`;
  const [violation] = (await simulate(seed)).violations;
  if (violation) tell(doing, violation);
}
for (const flow of FLOWS) {
  for (const death of DEATHS) {
    doing = `crash: ${flow.name}`;
    const { points, wrong } = await play(flow, death, 0);
    if (wrong[0]) tell(doing, wrong[0]);
    for (let at = 1; at <= points; at += 1) {
      const [violation] = (await play(flow, death, at)).wrong;
      if (violation) tell(doing, `${death} at await ${at}: ${violation}`);
    }
  }
}
process.send?.(null);
process.disconnect?.();
