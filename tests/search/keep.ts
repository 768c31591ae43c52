// node --import tsx tests/search/keep.ts: makes portal.json.br from the harvest.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { packIndex } from '#core/procedure/entry.ts';
import { readHarvest } from './portal.ts';

const text = JSON.stringify(packIndex(await readHarvest()));
const bytes = brotliCompressSync(text, {
  params: { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
});
writeFileSync(path.join(import.meta.dirname, 'portal.json.br'), bytes);
console.log(`${bytes.length} bytes`);
