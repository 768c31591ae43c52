// npm run sim -- --seeds N [--seed S] [--from F] [--jobs J] [--keep]: many rough months, or one again. Ends with one
// line of counts. --keep makes every failing seed a file in regressions/, all of which run in `npm test`.
// npm run sim -- --repro FILE: what a real phone's engine was told, from the file it hands over, step by step.
import { fork } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '#tests/support/bundle.ts';
import { replayRepro } from './replay.ts';
import type { SeedReport } from './worker.ts';
import type { Kind } from './world.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    jobs: { type: 'string', default: String(availableParallelism()) },
    keep: { type: 'boolean', default: false },
    repro: { type: 'string' },
  },
});
const first = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const jobs = Math.min(Number(values.jobs), count);

const REGRESSIONS = path.join(import.meta.dirname, 'regressions');
const totals = { seeds: 0, steps: 0, faults: 0, lost: 0, duplicated: 0, leaked: 0, stuck: 0 };

function take({ seed, steps, faults, violations, differs }: SeedReport): void {
  totals.seeds += 1;
  totals.steps += steps;
  totals.faults += faults;
  for (const violation of violations) {
    console.log(`seed ${seed}: ${violation}`);
    totals[violation.split(':')[0] as Kind] += 1;
  }
  if (differs) console.log(`seed ${seed}: two runs differ`);
  if (violations.length === 0 && !differs) return;
  console.log(`again: npm run sim -- --seed ${seed}`);
  process.exitCode = 1;
  if (!values.keep) return;
  mkdirSync(REGRESSIONS, { recursive: true });
  const found = violations[0] ?? 'two runs differ';
  writeFileSync(path.join(REGRESSIONS, `${seed}.json`), `${JSON.stringify({ seed, found }, null, 2)}\n`);
}

function run(program: string, from: number, many: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(program, [String(from), String(many)]);
    child.on('message', (reports: SeedReport[]) => reports.forEach(take));
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`seeds from ${from} ended with ${code}`))));
  });
}

async function simulateAll(): Promise<void> {
  const program = await bundle('tests/simulation/worker.ts', 'tests/.output/simulation');
  const share = Math.ceil(count / jobs);
  const shares = Array.from({ length: jobs }, (_, job) => Math.min(share, count - job * share));
  await Promise.all(shares.map((many, job) => (many > 0 ? run(program, first + job * share, many) : undefined)));
  if (totals.seeds !== count) {
    console.log(`${count - totals.seeds} seeds told nothing`);
    process.exitCode = 1;
  }
  console.log(
    Object.entries(totals)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  );
}

function goThrough(file: string): void {
  const { lines, same } = replayRepro(readFileSync(file, 'utf8'));
  for (const line of lines) console.log(line);
  if (!same) process.exitCode = 1;
}

if (values.repro === undefined) await simulateAll();
else goThrough(values.repro);
