import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';
import { must } from '#core/assert.ts';

/** So often a server is started by `npm start` itself, beginning with the first. */
const BY_NPM_START = 10;
const WORKER = 'src/server/db/pglite-worker';

/**
 * How the server is started for the n-th time (from 0), as arguments of node: now and then as `npm start` starts it,
 * otherwise from one file that has been made of that same program. To read it through the loader costs more than all
 * the rest of a start, and a kill needs a start.
 */
export async function serverCommand(): Promise<(nth: number) => readonly string[]> {
  const [program, ...command] = startCommand();
  if (program !== 'node') throw new Error(`npm start is run by ${program}`);
  const bundled = await bundle(must(command.at(-1), 'the program of npm start'));
  return (nth) => (nth % BY_NPM_START === 0 ? command : [bundled]);
}

function startCommand(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ');
}

let made: Promise<string> | undefined;

/** Made once for a process, and removed when it ends. */
async function bundle(entry: string): Promise<string> {
  made ??= make(entry);
  return await made;
}

async function make(entry: string): Promise<string> {
  // Within the project: what is not bundled is found in its node_modules.
  mkdirSync('tests/.output', { recursive: true });
  const outDir = mkdtempSync(path.resolve('tests/.output/chaos-server-'));
  process.once('exit', () => rmSync(outDir, { recursive: true, force: true }));
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [inItsPlace()],
    // These read files that lie beside them.
    ssr: { noExternal: true, external: ['@electric-sql/pglite', 'pino', 'pg'] },
    build: {
      ssr: true,
      outDir,
      copyPublicDir: false,
      target: 'node20',
      rolldownOptions: {
        input: { server: entry, 'pglite-worker': `${WORKER}.ts` },
        output: { entryFileNames: '[name].mjs' },
      },
    },
  });
  return path.join(outDir, 'server.mjs');
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
