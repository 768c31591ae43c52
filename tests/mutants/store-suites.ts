import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { Mutant } from './mutant.ts';

/** What noticed a planted bug, and how. */
export type Caught = { readonly by: string; readonly why: string };

type Report = {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
  }[];
};

/** Runs the contract suites of the phone's store with a bug in it; null when none of them notices. */
export async function runStoreSuites(mutant: Mutant | null, lane: number, patienceMs: number): Promise<Caught | null> {
  const output = `tests/.output/mutants-store-${lane}.json`;
  rmSync(output, { force: true });
  const child = spawn(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--config',
      'tests/mutants/vitest.config.ts',
      '--reporter=json',
      `--outputFile=${output}`,
    ],
    { stdio: 'ignore', env: { ...process.env, BANSO_PLANTED: mutant?.name ?? '' } },
  );
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, patienceMs);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearTimeout(late);
  if (isLate) return { by: 'time', why: 'no end of it' };
  if (code === 0) return null;
  return { by: 'contract', why: existsSync(output) ? firstFailure(output) : `ended with ${String(code)}` };
}

function firstFailure(output: string): string {
  const { testResults } = JSON.parse(readFileSync(output, 'utf8')) as Report;
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  return failed?.title ?? testResults.find(({ message }) => message !== '')?.message.slice(0, 120) ?? 'a suite failed';
}
