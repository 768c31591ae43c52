import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { PGlite } from '@electric-sql/pglite';
import { create } from 'tar';
import { DURABLE_START, DurableNodeFS } from './durable-fs.ts';

/**
 * `npm run empty-database`: has the engine make an empty database and packs it as `empty-database.tar.br`, which new
 * data folders begin with. To be run when the version of PGlite is raised (decisions/003).
 */
const place = fs.mkdtempSync(path.join(tmpdir(), 'banso-empty-'));
const [made, archive] = [path.join(place, 'database'), path.join(place, 'database.tar')];
try {
  fs.mkdirSync(made);
  const pg = await PGlite.create({ fs: new DurableNodeFS(made), startParams: DURABLE_START });
  await pg.close();
  await create({ file: archive, cwd: made, portable: true }, fs.readdirSync(made).toSorted());
  // A window that holds two of the three databases in it, which are nearly the same, halves what is left.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 };
  const file = fileURLToPath(new URL('empty-database.tar.br', import.meta.url));
  fs.writeFileSync(file, brotliCompressSync(fs.readFileSync(archive), { params }));
  process.stdout.write(`${file}: ${fs.statSync(file).size} bytes\n`);
} finally {
  fs.rmSync(place, { recursive: true, force: true });
}
