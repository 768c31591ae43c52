import path from 'node:path';
import { defineConfig } from 'vitest/config';
import { must } from '../../src/core/assert.ts';
import { STORE_MUTANTS } from './store-list.ts';

/** The contract suites of the phone's store, with the bug that BANSO_PLANTED names planted into it. */
const name = process.env['BANSO_PLANTED'] ?? '';
const mutant =
  name === ''
    ? null
    : must(
        STORE_MUTANTS.find((each) => each.name === name),
        name,
      );
const target = mutant && path.resolve(mutant.file);

export default defineConfig({
  plugins: [
    {
      name: 'planted-bug',
      enforce: 'pre',
      transform: (code, id) => (mutant && id === target ? code.replace(mutant.find, () => mutant.replace) : null),
    },
  ],
  test: {
    root: process.cwd(),
    include: ['tests/contract/store*.test.ts', 'tests/contract/sealed-export.test.ts'],
    bail: 1,
    testTimeout: 30_000,
  },
});
