// npm run mutants [-- --only NAME] [--seeds N] [--jobs J]: plants one bug after another into the sources and runs
// the simulation, the crashes and the suites of sync against each, and against those in the phone's own store its
// contract suites, until one of them notices. Ends with a table and a count; fails when one survives.
import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { bundle } from '#tests/support/bundle.ts';
import { MUTANTS, placesOf } from './list.ts';
import type { Mutant } from './mutant.ts';
import { planted } from './plant.ts';
import { STORE_MUTANTS } from './store-list.ts';
import { runStoreSuites, type Caught } from './store-suites.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    seeds: { type: 'string', default: '300' },
    jobs: { type: 'string', default: String(availableParallelism()) },
  },
});

/** A bug that never comes to an end is noticed too: nothing takes so many times as long as without any bug. */
const PATIENCE = 6;
let patienceMs = 30 * 60_000;

type Row = { readonly mutant: Mutant; readonly caught: Caught | null; readonly ms: number };

const chosen = MUTANTS.filter(({ name }) => name.includes(values.only));
const stale = chosen.filter((mutant) => placesOf(mutant) !== 1);
for (const mutant of stale) {
  console.log(`${mutant.name}: ${mutant.file} has its text ${placesOf(mutant)} times, not once`);
}
if (stale.length > 0) process.exit(1);

async function run(program: string, argument: string, execArgv: string[] = []): Promise<Caught | null> {
  return await new Promise((resolve) => {
    const child = fork(program, [argument], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv });
    let told: Caught | null | undefined;
    const late = setTimeout(() => {
      told = { by: 'time', why: 'no end of it' };
      child.kill('SIGKILL');
    }, patienceMs);
    child.on('message', (caught: Caught | null) => (told = caught));
    child.on('exit', (code) => {
      clearTimeout(late);
      resolve(told === undefined ? { by: 'exit', why: `ended with ${code}` } : told);
    });
  });
}

async function simulated(mutant: Mutant | null, lane: number): Promise<Caught | null> {
  const plugins = mutant ? [planted(mutant)] : [];
  const program = await bundle('tests/mutants/program.ts', `tests/.output/mutants-${lane}`, { plugins });
  return await run(program, values.seeds);
}

const tested = (mutant: Mutant | null): Promise<Caught | null> =>
  run('tests/mutants/suites.ts', JSON.stringify(mutant), ['--import', 'tsx']);

async function plant(mutant: Mutant | null, lane: number): Promise<Caught | null> {
  if (mutant && STORE_MUTANTS.includes(mutant)) return await runStoreSuites(mutant, lane, patienceMs);
  if (mutant?.rare) return (await tested(mutant)) ?? (await simulated(mutant, lane));
  return (await simulated(mutant, lane)) ?? (await tested(mutant));
}

const start = Date.now();
const sound =
  (chosen.some((mutant) => STORE_MUTANTS.includes(mutant)) && (await runStoreSuites(null, 0, patienceMs))) ||
  (chosen.some((mutant) => !STORE_MUTANTS.includes(mutant)) && (await plant(null, 0)));
patienceMs = PATIENCE * (Date.now() - start);
if (sound) {
  console.log(`Without any planted bug, ${sound.by} finds: ${sound.why}`);
  process.exit(1);
}

const rows: Row[] = [];
const waiting = [...chosen];
async function work(lane: number): Promise<void> {
  for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
    const began = Date.now();
    const caught = await plant(mutant, lane);
    const row = { mutant, caught, ms: Date.now() - began };
    rows.push(row);
    console.log(lineOf(row));
  }
}
await Promise.all(Array.from({ length: Number(values.jobs) }, (_, lane) => work(lane)));

function lineOf({ mutant, caught, ms }: Row): string {
  const by = caught ? `${caught.by.padEnd(10)} ${caught.why}` : 'SURVIVED';
  return `${mutant.name.padEnd(44)} ${`${(ms / 1000).toFixed(1)} s`.padStart(7)}  ${by}`;
}

/** What one would like to hear is the oracle, in a month or a crash; what throws would be seen by anybody. */
function howCaught({ caught }: Row): string {
  if (caught === null) return 'byNothing';
  if (caught.why.startsWith('threw: ')) return 'byThrowing';
  if (/^(seed|crash)/.test(caught.by)) return 'byOracle';
  return caught.by === 'time' || caught.by === 'exit' ? 'byNoEnd' : 'bySuites';
}

const survived = rows.filter(({ caught }) => caught === null);
for (const { mutant } of survived) console.log(`survived: ${mutant.name} (${mutant.file})`);
const counts = new Map<string, number>();
for (const row of rows) counts.set(howCaught(row), (counts.get(howCaught(row)) ?? 0) + 1);
console.log([...counts].map(([how, times]) => `${how}=${times}`).join(' '));
console.log(`planted=${rows.length} caught=${rows.length - survived.length} survived=${survived.length}`);
process.exit(survived.length > 0 ? 1 : 0);
