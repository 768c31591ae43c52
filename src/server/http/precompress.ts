import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Plugin } from 'vite';

const brotli = promisify(brotliCompress);
const COMPRESSIBLE = /\.(js|css|html|svg|json|webmanifest)$/;
/** Below this a response fits one packet anyway. */
const WORTH_IT_BYTES = 1_000;

/** Build step: writes a `.br` beside every text file, at the highest quality, so that serving costs nothing. */
export function precompress(): Plugin {
  let folder = '';
  return {
    name: 'ban-so:precompress',
    apply: 'build',
    configResolved(config) {
      folder = path.resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        for (const entry of await readdir(folder, { recursive: true })) {
          const file = path.join(folder, entry);
          if (!COMPRESSIBLE.test(file) || (await stat(file)).size < WORTH_IT_BYTES) continue;
          const text = await readFile(file);
          const packed = await brotli(text, {
            params: {
              [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
              [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
            },
          });
          await writeFile(`${file}.br`, packed);
        }
      },
    },
  };
}
