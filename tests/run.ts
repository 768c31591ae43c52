// The README's test command: everything a change must pass, in order of speed. Ends with one line of counts.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureChromium } from './support/chromium.ts';

const OUTPUT = 'tests/.output';

type Report = { numPassedTests: number; numFailedTests: number; numPendingTests: number };

function run(title: string, command: string, ...args: string[]): boolean {
  const began = Date.now();
  console.log(`\n— ${title}`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  console.log(`— ${title}: ${status === 0 ? 'ok' : 'FAILED'} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return status === 0;
}

function vitest(title: string, ...args: string[]): { ok: boolean; report: Report } {
  const file = path.join(OUTPUT, `${title.replaceAll(' ', '-')}.json`);
  const ok = run(
    title,
    'npx',
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
    ...args,
  );
  return { ok, report: JSON.parse(readFileSync(file, 'utf8')) as Report };
}

rmSync(OUTPUT, { recursive: true, force: true });
mkdirSync(OUTPUT, { recursive: true });

if (!run('checks', 'npm', 'run', '--silent', 'check')) process.exit(1);
const rules = vitest('rules and contracts');
if (!run('build', 'npm', 'run', '--silent', 'build')) process.exit(1);
ensureChromium();
const journeys = vitest('journeys', '--config', 'tests/e2e/vitest.config.ts');

const sum = (count: (report: Report) => number) => count(rules.report) + count(journeys.report);
const passed = sum((report) => report.numPassedTests);
const failed = sum((report) => report.numFailedTests);
const skipped = sum((report) => report.numPendingTests);
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(rules.ok && journeys.ok ? 0 : 1);
