import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { importFile, type ImportFileOptions } from '#server/catalogue/import-file.ts';
import { progressLine } from '#server/catalogue/words.ts';
import { loadContent } from '#server/content.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { freshDatabase } from '#tests/support/database.ts';
import { codeOf, jsonLines, packed, portalProcedure, procedures } from '#tests/support/portal.ts';

const content = loadContent({ province: 'lao-cai' });
let folder: string;
let file: string;
let db: OpenDatabase;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'banso-import-'));
  file = path.join(folder, 'portal.jsonl.gz');
  db = await freshDatabase();
});
afterAll(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  const tables = ['procedure', 'version', 'staged', 'import', 'body', 'chunk'].map((name) => `catalogue_${name}`);
  await db.transaction(async (sql) => void (await sql.query(`TRUNCATE ${tables.join(', ')}`)));
  writeFileSync(file, packed(jsonLines(procedures(3))));
});

const OPTIONS = { mine: false, dryRun: false, yes: false, allowWithdrawals: false, report: null } as const;

/** The command on a terminal at which `typed` is typed once it asks; null: the input ends there. */
async function at(
  typed: string | null,
  options: Partial<ImportFileOptions> = {},
  database: Pick<OpenDatabase, 'transaction'> = db,
) {
  const [input, output, errors] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let [said, drawn] = ['', ''];
  let asked = false;
  output.on('data', (text: Buffer) => {
    said += text.toString();
    if (asked || !said.includes('Publish? [c/y/N]')) return;
    asked = true;
    if (typed === null) input.end();
    else input.write(`${typed}\n`);
  });
  errors.on('data', (text: Buffer) => (drawn += text.toString()));
  const terminal = {
    input: Object.assign(input, { isTTY: true }),
    output,
    errors: Object.assign(errors, { isTTY: true }),
  };
  const exit = await importFile({ ...OPTIONS, path: file, ...options }, { database, content, terminal, now: Date.now });
  return { exit, said, drawn, asked };
}

const states = async () =>
  await db.transaction(async (sql) =>
    (await sql.query<{ state: string }>('SELECT state FROM catalogue_import')).rows.map(({ state }) => state),
  );
const inForce = async () =>
  await db.transaction(async (sql) => (await sql.query('SELECT code FROM catalogue_procedure')).rows.length);

test.each(['c', 'y', 'Có', 'yes'])('asked, “%s” publishes', async (typed) => {
  const { exit, said } = await at(typed);
  expect([exit, await inForce()]).toEqual([0, 3]);
  expect(said).toContain('published version 1');
});

test.each(['', 'n', 'không', 'yesterday', null])(
  'asked, “%s” publishes nothing and puts the import away',
  async (typed) => {
    const { exit, said, asked } = await at(typed);
    expect([exit, asked, await inForce()]).toEqual([2, true, 0]);
    expect(said).toContain('Không công bố · not published');
    expect(await states()).toEqual(['discarded']);
  },
);

test('with --yes, in a dry run and where nothing changes nobody is asked', async () => {
  expect(await at('n', { dryRun: true })).toMatchObject({ exit: 0, asked: false });
  expect(await at('n', { yes: true })).toMatchObject({ exit: 0, asked: false });
  expect(await at('n')).toMatchObject({ exit: 0, asked: false });
});

test('a database that fails while reading publishes nothing and says so; while publishing, it says to look', async () => {
  const failsAfter = (statement: RegExp): Pick<OpenDatabase, 'transaction'> => ({
    transaction: async (work) =>
      await db.transaction(
        async (sql) =>
          await work({
            query: async (text, params) => {
              if (statement.test(text)) throw new Error('disk full');
              return await sql.query(text, params);
            },
          }),
      ),
  });
  const reading = await at('y', {}, failsAfter(/INSERT INTO catalogue_staged/));
  expect(reading).toMatchObject({ exit: 2, asked: false });
  expect(reading.drawn).toContain('✗ disk full');
  expect(reading.drawn).toContain('chưa công bố gì');

  const publishing = await at('y', {}, failsAfter(/INSERT INTO catalogue_version/));
  expect(publishing).toMatchObject({ exit: 2, asked: true });
  expect(publishing.drawn).toContain('✗ disk full');
  expect(publishing.drawn).toContain('the catalogue changes whole or not at all');
  expect(await inForce()).toBe(0);
});

test('IMPORT-6 every bad record is written to the list, however many, a line each', async () => {
  const bad = Array.from({ length: 620 }, (_, n) => portalProcedure(`1.x${n}\t\n`));
  writeFileSync(file, packed(jsonLines([...procedures(3), ...bad, '{"code"', portalProcedure(codeOf(2))])));
  const without = await at('y');
  expect(without.exit).toBe(1);
  expect(without.said).toContain('… 610');
  expect(without.said).toContain('add --report FILE to write them all');

  const list = path.join(folder, 'bad.tsv');
  writeFileSync(list, 'an older list\n'.repeat(10_000));
  const listed = await at('y', { report: list });
  expect(listed.exit).toBe(1);
  expect(listed.said).toContain(`622 dòng lỗi đã ghi vào · bad records written to ${list}`);
  const lines = readFileSync(list, 'utf8').split('\n');
  expect(lines).toHaveLength(623);
  expect(lines.slice(0, -1).every((line) => line.split('\t').length === 3)).toBe(true);
  expect(lines[0]).toMatch(/^4\t.*\tmã thủ tục sai · malformed code/);
  expect(lines[620]).toMatch(/^624\t\tkhông phải JSON · not JSON/);
  expect(lines[621]).toBe(`625\t${codeOf(2)}\ttrùng mã với dòng · same code as line | 2`);
});

test('a list that cannot be written publishes nothing', async () => {
  const { exit, drawn } = await at('y', { report: path.join(folder, 'none', 'bad.tsv') });
  expect([exit, await inForce()]).toEqual([2, 0]);
  expect(drawn).toContain('nothing was published');
});

test('the bar is drawn by the bytes of the file, and without a size there is a count alone', async () => {
  const progress = { read: 9_000, rejected: 2 };
  expect(progressLine({ ...progress, received: 5e6 }, 10e6)).toBe(
    `${'█'.repeat(14)}${'░'.repeat(14)} 9000 · 5 MB · 2 lỗi/bad`,
  );
  expect(progressLine({ ...progress, received: 10e6 }, 10e6)).toContain('█'.repeat(28));
  expect(progressLine({ ...progress, received: 5e6 }, null)).toBe('9000 · 5 MB · 2 lỗi/bad');
  // A small file is read whole before its first record comes.
  expect((await at('y')).drawn).toContain('█'.repeat(28));
});
