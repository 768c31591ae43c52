// npm run chaos -- --cycles N [--engine pglite|postgres|both] [--seed S] [--power-cuts]: the real server, killed N times
// under people at work. Ends with one line of counts; exit code 1 unless everything acknowledged is there, once and
// whole. Where no volume can be mounted there are no power cuts; with --power-cuts that is a failure too.
import { fork } from 'node:child_process';
import { parseArgs } from 'node:util';
import { Volume } from '#tests/support/volume.ts';
import { KINDS } from './findings.ts';
import type { EngineName } from './place.ts';
import { runChaos } from './run.ts';

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '100' },
    engine: { type: 'string', default: 'both' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'power-cuts': { type: 'boolean', default: false },
  },
});
const engines = (['pglite', 'postgres'] as const).filter((name) => values.engine === 'both' || values.engine === name);
if (engines.length === 0) throw new Error('--engine is pglite, postgres or both');
const [cycles, firstSeed] = [Number(values.cycles), Number(values.seed)];

if (values['power-cuts']) {
  const made = Volume.make(64 * 1024 ** 2);
  if (!made.ok) throw new Error(`No power cuts: ${made.why}`);
  made.volume.destroy();
}

/** After so many everybody moves to a new place, with the next seed: what has piled up would only slow them down. */
const CYCLES_IN_A_PLACE = 50;

const totals = { cycles: 0, kills: 0, acknowledged: 0, lost: 0, duplicated: 0, corrupt: 0, bugs: 0 };
const NAMES = Object.keys(totals) as (keyof typeof totals)[];

// Whoever interrupts it gets the counts so far, and no volume stays mounted.
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());

const [only] = engines;
if (engines.length === 1 && only) await runEngine(only);
// Each in a process of its own, so that none waits while the other's disk is mounted.
else await Promise.all(engines.map(forkEngine));
if (process.send) process.send(totals);
else console.log(NAMES.map((name) => `${name}=${totals[name]}`).join(' '));
if (KINDS.some((kind) => totals[kind] > 0)) process.exitCode = 1;

async function runEngine(engine: EngineName): Promise<void> {
  for (let done = 0, seed = firstSeed; done < cycles && !interrupted.signal.aborted; seed += 1) {
    const some = Math.min(CYCLES_IN_A_PLACE, cycles - done);
    done += some;
    await runPlace(engine, some, seed);
  }
}

async function runPlace(engine: EngineName, some: number, seed: number): Promise<void> {
  const began = Date.now();
  const { findings, ...result } = await runChaos({
    engine,
    cycles: some,
    seed,
    signal: interrupted.signal,
    tell: (line) => console.log(line),
  });
  for (const found of findings.list()) console.log(`${engine}: ${found}`);
  if (findings.list().length > 0)
    console.log(`again: npm run chaos -- --engine ${engine} --cycles ${some} --seed ${seed}`);
  const seconds = Math.round((Date.now() - began) / 1000);
  console.log(
    `${engine}: ${JSON.stringify(result.blows)}, ${result.acknowledged} acknowledged ${JSON.stringify(result.kinds)}, ${result.forgotten} forgotten by a restore and sent again, in ${seconds} s, seed ${seed}`,
  );
  for (const name of ['cycles', 'kills', 'acknowledged'] as const) totals[name] += result[name];
  for (const kind of KINDS) totals[kind] += findings.count(kind);
}

/** The engines share the cycles. */
async function forkEngine(engine: EngineName, index: number): Promise<void> {
  const share = Math.floor((cycles + index) / engines.length);
  const child = fork(import.meta.filename, ['--engine', engine, '--cycles', String(share), '--seed', values.seed]);
  interrupted.signal.addEventListener('abort', () => child.kill());
  child.on('message', (told: typeof totals) => {
    for (const name of NAMES) totals[name] += told[name];
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  if (code !== 0) process.exitCode = 1;
}
