import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import { openDatabase, ready, type OpenDatabase } from '#server/db/database.ts';
import { DURABLE_START } from '#server/db/durable-fs.ts';
import { refusalOf } from '#server/db/errors.ts';
import { FolderInUse } from '#server/db/lock.ts';
import { MIGRATIONS, SchemaMismatch, checksumOf, migrate } from '#server/db/migrate.ts';
import { openFolder, openMemory, type PgliteCore } from '#server/db/pglite-core.ts';
import { pgliteEngine, sameThread } from '#server/db/pglite.ts';
import { freshDatabase, freshEngine } from '#tests/support/database.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { Disk, DurableFSOnDisk, PlainFSOnDisk } from '#tests/support/power-cut.ts';
import { Random } from '#tests/support/random.ts';

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'banso-db-'));
  folders.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('the embedded database in its folder', () => {
  let dataDir: string;
  let database: OpenDatabase;
  beforeAll(async () => {
    dataDir = newFolder();
    database = await openDatabase({ dataDir });
  });
  afterAll(async () => await database.close());

  test('every commit reaches the disk: at least one fsync each', async () => {
    const before = Number(await database.syncs());
    for (let i = 0; i < 25; i += 1) {
      await database.transaction(
        async (sql) => await sql.query('INSERT INTO receipt_counter (year, last) VALUES ($1, 1)', [3000 + i]),
      );
    }
    expect(Number(await database.syncs()) - before).toBeGreaterThanOrEqual(25);
  });

  test('the folder is nobody else’s to read, and held by one server only', async () => {
    await expect(openDatabase({ dataDir })).rejects.toThrow(FolderInUse);
    await expect(openDatabase({ dataDir })).rejects.toThrow(/BANSO_DATA.*DATABASE_URL/);
    const within = readdirSync(dataDir, { recursive: true, withFileTypes: true });
    for (const entry of within.filter((found) => found.isDirectory())) {
      expect(statSync(path.join(entry.parentPath, entry.name)).mode & 0o777, entry.name).toBe(0o700);
    }
  });

  test('the event loop stays free during a long statement', async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 5);
    await database.transaction(async (sql) => await sql.query('SELECT pg_sleep(0.3)'));
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(20);
  });

  test('it closes, opens again with what was in it, and starts from plain Node as well', async () => {
    await database.close();
    expect(existsSync(path.join(dataDir, 'lock'))).toBe(false);
    const script = `
      import { openDatabase } from '#server/db/database.ts';
      const database = await openDatabase({ dataDir: process.argv[1] });
      const rows = await database.db.selectFrom('receipt_counter').select('year').execute();
      console.log(rows.length);
      await database.close();`;
    const told = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, dataDir]);
    expect(told.toString().trim()).toBe('25');
    database = await openDatabase({ dataDir });
  });
});

describe('migrations', () => {
  test('released ones are never edited', () => {
    const names = readdirSync(new URL('../../src/server/db/migrations/', import.meta.url));
    expect(MIGRATIONS.map(({ name }) => `${name}.ts`)).toEqual(names.toSorted());
    // A database in use refuses a server whose migrations differ: add a new one instead of changing these.
    expect(Object.fromEntries(MIGRATIONS.map((migration) => [migration.name, checksumOf(migration)]))).toEqual({
      '001-foundation': 'fdcd1339092c262bc356aa354deb1ace4c34a651fabcc08e81ee172f9c30c5b0',
      '002-sync': '9e18e487520f74323b231d7e68ecb652ac4ca0cb3793efbfb1c53604793a4ee0',
      '003-catalogue': '3ed969f95d9939265de2a88475df36ebb8f4f5c448f37a53fde92df5616e05d3',
      '004-epoch-of-an-account': '1939afbb07965ebd33cbc87ce45c81539f987ae61affa0ba9fb27fc567b9dbb3',
    });
  });

  test('an edited or an unknown one stops the start, and nothing is changed', async () => {
    const engine = await freshEngine();
    const first = must(MIGRATIONS[0], 'migration');
    await migrate(engine);
    const edited = { ...first, sql: `${first.sql}\n-- edited` };
    await expect(migrate(engine, [edited])).rejects.toThrow(SchemaMismatch);
    const newer = { name: '999-newer', sql: 'CREATE TABLE newer (id int)' };
    await migrate(engine, [...MIGRATIONS, newer]);
    await expect(migrate(engine)).rejects.toThrow(/999-newer/);
    await engine.close();
  });

  test('one that fails leaves nothing behind', async () => {
    const engine = await freshEngine();
    const broken = { name: '002-broken', sql: 'CREATE TABLE half (id int); CREATE TABLE half (id int)' };
    await expect(migrate(engine, [...MIGRATIONS, broken])).rejects.toThrow(/already exists/);
    const session = await engine.connect();
    const { rows } = await session.query("SELECT 1 FROM pg_tables WHERE tablename = 'half'", []);
    expect(rows).toEqual([]);
    session.release();
    await engine.close();
  });

  test('checksums tell texts apart', () => {
    expect(checksumOf({ name: 'a', sql: 'SELECT 1' })).not.toBe(checksumOf({ name: 'a', sql: 'SELECT 2' }));
  });
});

const postgres = startPostgres();
const engines = [
  ['PGlite', 'pglite'],
  ...(postgres.ok ? [['PostgreSQL', { postgresUrl: postgres.url }] as const] : []),
] as const;
if (!postgres.ok) test.skip(`values on PostgreSQL: ${postgres.why}`);
afterAll(() => (postgres.ok ? postgres.stop() : undefined));

describe.each(engines)('values and transactions on %s', (_name, engine) => {
  let database: OpenDatabase;
  beforeAll(async () => {
    database = await freshDatabase(engine);
  });
  afterAll(async () => await database.close());

  test('every kind of value comes back as it went, whichever engine', async () => {
    const at = new Date('2026-11-21T11:30:00.123Z');
    const { rows, command, rowCount } = await database.transaction(
      async (sql) =>
        await sql.query(
          `SELECT $1::bigint AS big, $2::timestamptz AS at, $3::date AS day, $4::jsonb AS json, $5::text[] AS texts,
             $6::boolean AS yes, $7::text AS nothing, $8::int[] AS numbers, $9::bytea AS bytes, count(*) AS counted
           FROM (SELECT 1) AS one`,
          [
            9_007_199_254_740_991,
            at,
            '2026-11-21',
            { a: ['"'] },
            ['a"b', 'c\\d', ''],
            true,
            null,
            [1, 2],
            Buffer.from('ơ'),
          ],
        ),
    );
    expect({ command, rowCount }).toEqual({ command: 'SELECT', rowCount: 1 });
    expect(rows).toEqual([
      {
        big: 9_007_199_254_740_991,
        at,
        day: '2026-11-21',
        json: { a: ['"'] },
        texts: ['a"b', 'c\\d', ''],
        yes: true,
        nothing: null,
        numbers: [1, 2],
        bytes: Buffer.from('ơ'),
        counted: 1,
      },
    ]);
  });

  test('a bigint that no number can hold is a bug, not a rounded amount', async () => {
    const read = database.transaction(async (sql) => await sql.query("SELECT '9007199254740993'::bigint"));
    await expect(read).rejects.toThrow('bigint');
  });

  test('kysely hears how many rows it wrote', async () => {
    await database.db
      .insertInto('receipt_counter')
      .values([
        { year: 1, last: 1 },
        { year: 2, last: 1 },
      ])
      .execute();
    const [updated] = await database.db.updateTable('receipt_counter').set({ last: 2 }).execute();
    expect(updated?.numUpdatedRows).toBe(2n);
  });

  test('a transaction that throws leaves nothing, one that swallowed an error does not commit', async () => {
    const insert = 'INSERT INTO receipt_counter (year, last) VALUES (77, 1)';
    const thrown = database.transaction(async (sql) => {
      await sql.query(insert);
      throw new Error('no');
    });
    await expect(thrown).rejects.toThrow('no');
    const swallowed = database.transaction(async (sql) => {
      await sql.query(insert);
      await sql.query('SELECT nonsense').catch(() => null);
    });
    await expect(swallowed).rejects.toThrow('committed');
    const left = await database.db.selectFrom('receipt_counter').where('year', '=', 77).selectAll().execute();
    expect(left).toEqual([]);
  });

  test('a race for a key is run again and sees the winner', async () => {
    const attempts: number[] = [];
    const draw = async (me: number) =>
      await database.transaction(async (sql) => {
        attempts.push(me);
        const { rows } = await sql.query('SELECT 1 FROM receipt_counter WHERE year = 55');
        if (rows.length > 0) return 'second';
        await sql.query('SELECT pg_sleep(0.05)');
        await sql.query('INSERT INTO receipt_counter (year, last) VALUES (55, 1)');
        return 'first';
      });
    expect((await Promise.all([draw(1), draw(2)])).sort()).toEqual(['first', 'second']);
    expect(attempts.length).toBeGreaterThanOrEqual(2);
  });

  test('a query outside its transaction is found at once, before it waits for itself', async () => {
    const wrong = database.transaction(
      async () => await database.db.selectFrom('receipt_counter').selectAll().execute(),
    );
    await expect(wrong).rejects.toThrow('own session');
  });
});

const BROKEN = 'a connection that breaks between two statements fails that transaction and nothing else';
if (!postgres.ok) test.skip(`${BROKEN}: ${postgres.why}`);
else {
  test(BROKEN, async () => {
    const database = await freshDatabase({ postgresUrl: postgres.url });
    const broken = database.transaction(async (sql) => {
      const { rows } = await sql.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await sql.query('INSERT INTO receipt_counter (year, last) VALUES (88, 1)');
      process.kill(must(rows[0], 'backend').pid, 'SIGTERM');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await sql.query('SELECT 1');
    });
    await expect(broken).rejects.toSatisfy((error) => refusalOf(error)?.refusal.code === 'busy');
    const left = await database.db.selectFrom('receipt_counter').where('year', '=', 88).selectAll().execute();
    expect(left).toEqual([]);
    await database.close();
  });
}

test('DB-EMPTY a new folder holds what this engine makes by itself', async () => {
  const told = async (pg: PgliteCore) => {
    const answers = [];
    for (const question of [
      'SELECT version()',
      'SELECT pg_control_version, catalog_version_no FROM pg_control_system()',
      'SELECT datname, encoding, datlocprovider, datcollate, datctype, datlocale FROM pg_database ORDER BY 1',
      `SELECT name, setting FROM pg_settings WHERE source = 'configuration file' AND name <> 'config_file' ORDER BY 1`,
      `SELECT n.nspname, c.relname, c.relkind, c.relnatts FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace ORDER BY 1, 2`,
      'SELECT oid, proname, prosrc FROM pg_proc ORDER BY 1',
    ]) {
      answers.push((await pg.query(question, [])).rows);
    }
    await pg.close();
    return answers;
  };
  const unpacked = await told(await openFolder(path.join(newFolder(), 'database'), false));
  expect(unpacked, 'npm run empty-database').toEqual(await told(await openMemory(null)));
});

describe('power cuts', () => {
  const ROWS = 50;
  const CUTS = 4;
  let made: string;
  beforeAll(async () => {
    made = path.join(newFolder(), 'database');
    const database = await ready(pgliteEngine(sameThread(await openFolder(made, false))), () => undefined);
    await database.transaction(async (sql) => await sql.query('CREATE TABLE kept (n int PRIMARY KEY, filler text)'));
    await database.close();
  });

  /** Writes rows one commit each, cuts the power at some writes, and answers what each cut lost. */
  async function run(seed: number, open: (folder: string, disk: Disk) => Promise<PGlite>): Promise<string[]> {
    const place = newFolder();
    const folder = path.join(place, 'database');
    cpSync(made, folder, { recursive: true });
    const random = new Random(seed);
    const disk = new Disk(folder, path.join(place, 'disk'));
    const pg = await open(folder, disk);

    let acknowledged = 0;
    let untilCut = 5;
    const cuts: { folder: string; acknowledged: number }[] = [];
    disk.onWrite = () => {
      untilCut -= 1;
      if (untilCut > 0 || cuts.length === CUTS) return;
      untilCut = 3 + random.int(20);
      const to = path.join(place, `cut-${cuts.length}`);
      disk.cut(to, () => random.next());
      cuts.push({ folder: to, acknowledged });
    };
    for (let n = 1; n <= ROWS; n += 1) {
      await pg.query('INSERT INTO kept VALUES ($1, $2)', [n, 'x'.repeat(3000)]);
      acknowledged = n;
      if (n % 15 === 0) await pg.query('CHECKPOINT');
    }
    await pg.close();
    expect(cuts).toHaveLength(CUTS);

    const lost: string[] = [];
    for (const cut of cuts) {
      const found = await countRows(cut.folder);
      if (typeof found === 'string') lost.push(found);
      else if (found < cut.acknowledged) lost.push(`${cut.acknowledged - found} rows`);
    }
    return lost;
  }

  async function countRows(folder: string): Promise<number | string> {
    try {
      const pg = await openFolder(folder, false);
      const { rows } = await pg.query('SELECT n FROM kept WHERE length(filler) = 3000 ORDER BY n', []);
      await pg.close();
      return rows.every(([n], i) => n === String(i + 1)) ? rows.length : 'rows missing in between';
    } catch (error) {
      return `does not open: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  test.each([1, 2])('no acknowledged row is lost, seed %i', async (seed) => {
    const lost = await run(
      seed,
      async (folder, disk) =>
        await PGlite.create({ fs: new DurableFSOnDisk(folder, disk), startParams: DURABLE_START }),
    );
    expect(lost).toEqual([]);
  });

  test('the same cuts hurt the engine as it is shipped, so this test can tell', async () => {
    const lost = await run(1, async (folder, disk) => await PGlite.create({ fs: new PlainFSOnDisk(folder, disk) }));
    expect(lost.length).toBeGreaterThan(0);
  });
});
