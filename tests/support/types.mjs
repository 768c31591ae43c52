// Type-checks every program on its own, so that the core never sees the DOM and the page never sees Node.
import { spawnSync } from 'node:child_process';

const PROJECTS = [
  'src/core',
  'src/platform',
  'src/platform/tsconfig.worker.json',
  'src/ui',
  'src/app',
  'src/sw',
  'src/server',
  'tests',
];

const failed = PROJECTS.filter(
  (project) => spawnSync('npx', ['tsc', '--project', project], { stdio: 'inherit' }).status !== 0,
);
if (failed.length > 0) {
  console.error(`Types do not hold in: ${failed.join(', ')}`);
  process.exit(1);
}
