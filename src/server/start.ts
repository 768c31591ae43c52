import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILT_APP, builtFront, ROOT, startServer } from './main.ts';
import { runServer } from './run.ts';

/** What the app is built from. */
const SOURCES = ['src', 'locales', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];

/** Which province the app was built for. */
const BUILT_FOR = join(BUILT_APP, '../province');

/** `npm start`: builds the app if it is missing, older than its sources or another province's, then runs the server. */
function buildIfStale(province: string): void {
  const page = join(BUILT_APP, 'index.html');
  const isNew = existsSync(page) && statSync(page).mtimeMs >= Math.max(...SOURCES.map(newest));
  if (isNew && existsSync(BUILT_FOR) && readFileSync(BUILT_FOR, 'utf8') === province) return;
  process.stdout.write('Đang dựng ứng dụng… · Building the app…\n');
  // A process of its own: the bundler's memory is given back, and what it sets in the environment stays there.
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const build = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: ROOT, stdio: 'inherit' });
  if (build.status !== 0) process.exit(build.status ?? 1);
  writeFileSync(BUILT_FOR, province);
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
if (!process.env['BANSO_APP']) buildIfStale(process.env['BANSO_PROVINCE'] ?? 'lao-cai');
await runServer(process.env, async (given) => await startServer(given, builtFront));
