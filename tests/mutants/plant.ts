import path from 'node:path';
import type { Plugin } from 'vite';
import type { Mutant } from './mutant.ts';

/** Puts the mistake into its file as that is read for a bundle or a test. */
export function planted({ file, find, replace }: Mutant): Plugin {
  const target = path.resolve(file);
  return {
    name: 'planted-bug',
    enforce: 'pre',
    transform: (code, id) => (id === target ? code.replace(find, () => replace) : null),
  };
}
