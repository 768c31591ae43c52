import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '#server/db/database.ts';
import { jsonLines, packed, portalProcedure, procedures } from '#tests/support/portal.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'banso-import-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { import: string } };

/** The command as package.json has it, on a data folder of its own. */
function run(bytes: Uint8Array | null, ...flags: string[]): { exit: number | null; said: string } {
  const file = path.join(folder, 'portal.jsonl.gz');
  if (bytes) writeFileSync(file, bytes);
  const { DATABASE_URL: _, ...environment } = process.env;
  const done = spawnSync(
    process.execPath,
    [...scripts.import.split(' ').slice(1), ...(bytes ? [file] : []), ...flags],
    {
      env: { ...environment, BANSO_DATA: path.join(folder, 'data') },
      encoding: 'utf8',
    },
  );
  return { exit: done.status, said: done.stdout + done.stderr };
}

test('npm run import: exit codes and what is said, from the first file to the last', async () => {
  const [good, bad] = [procedures(12), [...procedures(12), portalProcedure('1.0000013')]];
  expect(run(null)).toMatchObject({ exit: 2, said: expect.stringContaining('npm run import') as string });
  expect(run(null, path.join(folder, 'none'))).toMatchObject({ exit: 2 });

  expect(run(packed(jsonLines(good)), '--dry-run').said).toContain('added 12');
  const first = run(packed(jsonLines(good)));
  expect(first).toMatchObject({ exit: 0, said: expect.stringContaining('published version 1') as string });

  const some = run(packed(jsonLines(bad)));
  expect(some).toMatchObject({ exit: 1, said: expect.stringContaining('nothing new since version 1') as string });
  expect(some.said).toContain('line 13 | 1.0000013');

  const archive = packed(jsonLines(good));
  const cut = run(archive.subarray(0, archive.byteLength - 20));
  expect(cut).toMatchObject({ exit: 2, said: expect.stringContaining('the file ends early') as string });

  expect(run(packed(jsonLines(good.slice(6))))).toMatchObject({
    exit: 2,
    said: expect.stringContaining('--allow-withdrawals') as string,
  });
  expect(run(packed(jsonLines(good.slice(6))), '--allow-withdrawals')).toMatchObject({ exit: 0 });

  const server = await openDatabase({ dataDir: path.join(folder, 'data') });
  try {
    const busy = run(packed(jsonLines(good)));
    expect(busy).toMatchObject({ exit: 2, said: expect.stringContaining('the server is running') as string });
  } finally {
    await server.close();
  }
}, 240_000);
