// npm run chaos -- --cycles N [--engine pglite|postgres|both] [--seed S]: the real server, killed N times under
// people at work. Ends with one line of counts; exit code 1 unless everything acknowledged is there, once and whole.
import { parseArgs } from 'node:util';
import { KINDS } from './findings.ts';
import type { EngineName } from './place.ts';
import { runChaos } from './run.ts';

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '100' },
    engine: { type: 'string', default: 'both' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const engines = (['pglite', 'postgres'] as const).filter((name) => values.engine === 'both' || values.engine === name);
if (engines.length === 0) throw new Error('--engine is pglite, postgres or both');
/** Both engines share the cycles. */
const share: readonly (readonly [EngineName, number])[] = engines.map((engine, i) => [
  engine,
  Math.floor((Number(values.cycles) + i) / engines.length),
]);

// Whoever interrupts it gets the counts so far, and no volume stays mounted.
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());

const totals = { cycles: 0, kills: 0, acknowledged: 0, lost: 0, duplicated: 0, corrupt: 0, bugs: 0 };
for (const [engine, cycles] of share) {
  const began = Date.now();
  const result = await runChaos({
    engine,
    cycles,
    seed: Number(values.seed),
    signal: interrupted.signal,
    tell: (line) => console.log(line),
  });
  for (const found of result.findings.list()) console.log(`${engine}: ${found}`);
  console.log(
    `${engine}: ${JSON.stringify(result.blows)} in ${Math.round((Date.now() - began) / 1000)} s, seed ${values.seed}`,
  );
  for (const name of ['cycles', 'kills', 'acknowledged'] as const) totals[name] += result[name];
  for (const kind of KINDS) totals[kind] += result.findings.count(kind);
}
console.log(
  Object.entries(totals)
    .map(([name, value]) => `${name}=${value}`)
    .join(' '),
);
if (KINDS.some((kind) => totals[kind] > 0)) process.exitCode = 1;
