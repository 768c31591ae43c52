// npm run fuzz -- --requests N [--seed S]: what nobody should send, to the real server over real HTTP. Ends with one
// line of counts; exit code 1 unless every answer was a refusal of the protocol and everything is as it was.
import { parseArgs } from 'node:util';
import { runFuzz } from './run.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const began = Date.now();
const { requests, answers, refusals, wrong, changed, up } = await runFuzz({
  requests: Number(values.requests),
  seed: Number(values.seed),
  tell: (line) => console.log(line),
});
for (const what of wrong) console.log(what);
for (const what of changed) console.log(`changed: ${what}`);
console.log(`refused commands ${JSON.stringify(refusals)}`);
console.log(`answers ${JSON.stringify(answers)} in ${Math.round((Date.now() - began) / 1000)} s, seed ${values.seed}`);
console.log(`requests=${requests} wrong=${wrong.length} changed=${changed.length} up=${up}`);
if (wrong.length > 0 || changed.length > 0 || !up) process.exitCode = 1;
