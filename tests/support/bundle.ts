import path from 'node:path';
import { build, type Plugin } from 'vite';

/**
 * Makes one file of a program and everything it imports, and answers its path, `program.mjs` in `outDir`. To read the
 * sources through the loader costs a start two thirds of its time, and bundled they run half again as fast. `plugins` may
 * change what is bundled; `beside` are programs it starts, by the names of their files there; packages that are
 * `external` stay where they are.
 */
export async function bundle(
  entry: string,
  outDir: string,
  {
    plugins = [],
    beside = {},
    external = [],
  }: { plugins?: Plugin[]; beside?: Readonly<Record<string, string>>; external?: string[] } = {},
): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins,
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      copyPublicDir: false,
      target: 'node20',
      rolldownOptions: {
        input: { program: entry, ...beside },
        output: { entryFileNames: '[name].mjs' },
      },
    },
  });
  return path.resolve(outDir, 'program.mjs');
}
