import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';
import { must } from '#core/assert.ts';

const WORKER = 'src/server/db/pglite-worker';

/** How `npm start` starts the server, as arguments of node. */
export function startCommand(): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  const [program, ...command] = scripts.start.split(' ');
  if (program !== 'node') throw new Error(`npm start is run by ${program}`);
  return command;
}

let made: Promise<string> | undefined;

/**
 * One file that has been made of the program of `npm start`, made once for a process and removed when it ends: to read
 * the sources through the loader costs a start two thirds of its time. With BANSO_APP set it builds no app.
 */
export async function bundledServer(): Promise<string> {
  made ??= make(must(startCommand().at(-1), 'the program of npm start'));
  return await made;
}

async function make(entry: string): Promise<string> {
  // Within the project: what is not bundled is found in its node_modules.
  mkdirSync('tests/.output', { recursive: true });
  const outDir = mkdtempSync(path.resolve('tests/.output/server-'));
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
