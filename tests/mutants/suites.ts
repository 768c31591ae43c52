// Runs the suites of what the simulation meets on an unlucky day only against a planted bug, and tells the parent what
// noticed it.
import { startVitest } from 'vitest/node';
import type { Mutant } from './mutant.ts';
import { planted } from './plant.ts';

const SUITES = [
  'src/app/features/send/outbox.test.ts',
  'src/app/parts/draft/useEditor.test.tsx',
  'src/app/state/lost-here.test.ts',
  'src/core/dossier/decide.test.ts',
  'src/core/dossier/dossier.test.ts',
  'src/core/sync/behind.test.ts',
  'src/core/sync/drafts.test.ts',
  'src/core/sync/machine.test.ts',
  'src/core/sync/reread.test.ts',
  'src/core/sync/windows.test.ts',
  'tests/contract/ledger-memory.test.ts',
  'tests/contract/older-phones.test.ts',
  'tests/contract/store.test.ts',
];

const mutant = JSON.parse(process.argv[2] ?? 'null') as Mutant | null;
const plugins = mutant ? [planted(mutant)] : [];
const options = { watch: false, bail: 1, reporters: [{}], fileParallelism: false };
const vitest = await startVitest('test', SUITES, options, { plugins });
const modules = vitest.state.getTestModules();
const failed = modules.flatMap((module) => [...module.children.allTests('failed')]);
const broken = modules.find((module) => module.state() === 'failed');
const why = failed[0]?.name ?? broken?.moduleId;
process.send?.(why === undefined ? null : { by: 'suite', why });
await vitest.close();
process.exit(0);
