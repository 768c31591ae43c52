import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT_APP, builtFront, ROOT, startServer } from './main.ts';
import { runServer } from './run.ts';

/** What the app is built from. */
const SOURCES = ['src', 'locales', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

/** `npm start`: builds the app if it is missing or older than its sources, then runs the server. */
function buildIfStale(): void {
  const page = join(BUILT_APP, 'index.html');
  if (existsSync(page) && statSync(page).mtimeMs >= Math.max(...SOURCES.map(newest))) return;
  process.stdout.write('Đang dựng ứng dụng… · Building the app…\n');
  // A process of its own: the bundler's memory is given back, and what it sets in the environment stays there.
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const build = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: ROOT, stdio: 'inherit' });
  if (build.status !== 0) process.exit(build.status ?? 1);
}

/** When something under a path last changed, in milliseconds since the epoch; 0 when it is not there. */
function newest(path: string): number {
  const absolute = join(ROOT, path);
  if (!existsSync(absolute)) return 0;
  const times = [statSync(absolute).mtimeMs];
  if (statSync(absolute).isDirectory()) {
    for (const entry of readdirSync(absolute)) times.push(newest(join(path, entry)));
  }
  return Math.max(...times);
}

// A folder named by the operator is theirs to fill.
if (!process.env['BANSO_APP']) buildIfStale();
await runServer(process.env, async (given) => await startServer(given, builtFront));
