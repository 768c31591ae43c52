import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import { openDatabase } from '#server/db/database.ts';
import { bundledCommand, commandOf } from '#tests/support/bundled-command.ts';
import { codeOf, jsonLines, packed, portalProcedure, procedures } from '#tests/support/portal.ts';

let folder: string;
/** The command as package.json has it for the first time, and then the same with its program as one file. */
const commands = [commandOf('import')];
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'banso-import-'));
  commands.push(await bundledCommand('import'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The command on a data folder of its own. */
function run(bytes: Uint8Array | null, ...flags: string[]): Ended {
  return runWith({ BANSO_DATA: path.join(folder, 'data') }, bytes, ...flags);
}

type Ended = { exit: number | null; said: string };

function runWith(settings: Record<string, string>, bytes: Uint8Array | null, ...flags: string[]): Ended {
  const file = path.join(folder, 'portal.jsonl.gz');
  if (bytes) writeFileSync(file, bytes);
  const { DATABASE_URL: _, ...environment } = process.env;
  const command = must(commands.length > 1 ? commands.shift() : commands[0], 'the command');
  const done = spawnSync(process.execPath, [...command, ...(bytes ? [file] : []), ...flags], {
    env: { ...environment, ...settings },
    encoding: 'utf8',
  });
  return { exit: done.status, said: done.stdout + done.stderr };
}

const said = (words: string) => expect.stringContaining(words) as string;

test('npm run import: exit codes and what is said, from the first file to the last', async () => {
  const [good, bad] = [procedures(12), [...procedures(12), portalProcedure('1.0000013')]];
  expect(run(null)).toMatchObject({ exit: 2, said: said('npm run import') });
  expect(run(null, path.join(folder, 'none'))).toMatchObject({ exit: 2 });

  expect(run(packed(jsonLines(good)), '--dry-run').said).toContain('added 12');
  const first = run(packed(jsonLines(good)));
  expect(first).toMatchObject({ exit: 0, said: said('published version 1') });

  const some = run(packed(jsonLines(bad)));
  expect(some).toMatchObject({ exit: 1, said: said('nothing new since version 1') });
  expect(some.said).toContain('line 13 | 1.0000013');

  const archive = packed(jsonLines(good));
  const cut = run(archive.subarray(0, archive.byteLength - 20));
  expect(cut).toMatchObject({ exit: 2, said: said('the file ends early') });

  expect(run(packed(jsonLines(good.slice(6))))).toMatchObject({
    exit: 2,
    said: said('--allow-withdrawals'),
  });
  expect(run(packed(jsonLines(good.slice(6))), '--allow-withdrawals')).toMatchObject({ exit: 0 });

  const server = await openDatabase({ dataDir: path.join(folder, 'data') });
  try {
    const busy = run(packed(jsonLines(good)));
    expect(busy).toMatchObject({ exit: 2, said: said('the server is running') });
  } finally {
    await server.close();
  }
}, 240_000);

test('npm run import --province: other provinces’ own are passed over, and a province that is none imports nothing', () => {
  const data = { BANSO_DATA: path.join(folder, 'province') };
  const own = (n: number, department: string) => portalProcedure(codeOf(n), { departmentPromulgateCode: department });
  const bytes = packed(jsonLines([...procedures(3), own(4, 'H38'), own(5, 'H10')]));

  const nowhere = runWith(data, bytes, '--province', 'nowhere');
  expect(nowhere).toMatchObject({ exit: 2, said: said('không có tỉnh này, chưa nhập gì') });
  expect(nowhere.said).toContain('nothing was imported; choose one of: can-tho, lao-cai, tuyen-quang');
  expect(nowhere.said).not.toMatch(/\n\s+at /);

  const here = runWith(data, bytes, '--province', 'lao-cai');
  expect(here).toMatchObject({ exit: 0, said: said('other provinces 1') });
  expect(here.said).toContain('published version 1');
  expect(here.said).toContain('added 4');
}, 120_000);

test('npm run import: a database that fails publishes nothing, exit code 2, and says what to do', () => {
  const bytes = packed(jsonLines(procedures(2)));
  const notAFolder = path.join(folder, 'a-file');
  writeFileSync(notAFolder, '');
  const broken = [
    { BANSO_DATA: notAFolder },
    { BANSO_DATA: path.join(folder, 'none'), DATABASE_URL: 'postgres://127.0.0.1:1/none' },
  ];
  for (const settings of broken) {
    const ended = runWith(settings, bytes);
    expect(ended).toMatchObject({ exit: 2, said: said('chưa công bố gì') });
    expect(ended.said).toContain('nothing was published. Mend what is said above and run the command again');
    expect(ended.said).not.toMatch(/\n\s+at /);
  }
}, 120_000);

test('npm run import --report: never over the file that is imported', () => {
  const file = path.join(folder, 'portal.jsonl.gz');
  const bytes = packed(jsonLines(procedures(2)));
  expect(run(bytes, '--report', file)).toMatchObject({ exit: 2, said: said('that is the file to import') });
  expect(readFileSync(file).equals(bytes)).toBe(true);
}, 60_000);
