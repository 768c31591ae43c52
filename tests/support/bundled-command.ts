import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import { assert, must } from '#core/assert.ts';
import { bundle } from './bundle.ts';

const WORKER = 'src/server/db/pglite-worker';

/** By the program and the plugins that change it. */
const made = new Map<string, Promise<string>>();

/** What a script of package.json gives node to run. */
export function commandOf(script: 'start' | 'import'): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const [program, ...command] = must(scripts[script], `the script ${script}`).split(' ');
  if (program !== 'node') throw new Error(`npm run ${script} is run by ${program}`);
  return command;
}

/**
 * The same with its program as one file, which is removed when this process ends. Made once for the same `plugins`, by
 * their names. With BANSO_APP set the program of `npm start` builds no app.
 */
export async function bundledCommand(script: 'start' | 'import', ...plugins: Plugin[]): Promise<string[]> {
  const flags = commandOf(script);
  const entry = must(flags.pop(), `the program of ${script}`);
  const loader = flags.indexOf('--import');
  assert(loader >= 0, 'the sources are read through a loader');
  flags.splice(loader, 2);
  const key = [entry, ...plugins.map(({ name }) => name)].join(' ');
  const making = made.get(key) ?? make(entry, plugins);
  made.set(key, making);
  return [...flags, await making];
}

async function make(entry: string, plugins: readonly Plugin[]): Promise<string> {
  // Within the project: what is not bundled is found in its node_modules.
  mkdirSync('tests/.output', { recursive: true });
  const outDir = mkdtempSync(path.resolve('tests/.output/program-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  return bundle(entry, outDir, {
    plugins: [...plugins, inItsPlace()],
    beside: { 'pglite-worker': `${WORKER}.ts` },
    // These read files that lie beside them.
    external: ['@electric-sql/pglite', 'pino', 'pg'],
  });
}

/** Each module finds what lies beside it in its own folder, and the database's thread is bundled too. */
function inItsPlace(): Plugin {
  return {
    name: 'in-its-place',
    enforce: 'pre',
    transform: (code, id) => {
      if (!code.includes('import.meta.url')) return null;
      const thread = code.replace(
        `'./${path.basename(WORKER)}.start.mjs', import.meta.url`,
        () => `'./pglite-worker.mjs', import.meta.url`,
      );
      if (thread !== code) return { code: thread, map: null };
      return { code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)), map: null };
    },
  };
}
