import path from 'node:path';
import { build, type Plugin } from 'vite';

/**
 * Makes one file of a program of the tests and everything it imports, and answers its path. Bundled it runs half
 * again as fast as through a loader, which counts over a million seeds; `plugins` may change what is bundled.
 */
export async function bundle(entry: string, outDir: string, plugins: Plugin[] = []): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins,
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'program.mjs' } },
    },
  });
  return path.resolve(outDir, 'program.mjs');
}
