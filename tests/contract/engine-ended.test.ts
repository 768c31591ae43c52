import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { must } from '#core/assert.ts';
import { openDatabase, type OpenDatabase } from '#server/db/database.ts';
import { prepareDataFolder } from '#tests/support/database.ts';

const place = mkdtempSync(path.join(tmpdir(), 'banso-ended-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

async function newFolder(name: string): Promise<string> {
  const folder = path.join(place, name);
  mkdirSync(folder, { mode: 0o700 });
  await prepareDataFolder(folder);
  return folder;
}

/** Loaded into every thread: from the moment the file is there, whatever is to be flushed fails as on a broken disk. */
function diskBreaksWith(file: string): string {
  const source = `
    import fs from 'node:fs';
    const { fsyncSync } = fs;
    fs.fsyncSync = (handle) => {
      if (fs.existsSync(${JSON.stringify(file)})) throw new Error('broken');
      fsyncSync(handle);
    };`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

type Ended = { code: number | null; out: string };
function run(args: readonly string[], environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  });
  children.push(child);
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, out }));
  return { out: () => out, ended, kill: (signal: NodeJS.Signals) => void child.kill(signal) };
}

async function yearsIn(dataDir: string): Promise<number[]> {
  return await withDatabase(dataDir, async ({ db }) => {
    const rows = await db.selectFrom('receipt_counter').select('year').orderBy('year').execute();
    return rows.map(({ year }) => year);
  });
}

async function withDatabase<T>(dataDir: string, work: (database: OpenDatabase) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Writes year after year until one is not acknowledged, and says each that was. */
const WRITES = `
  import { writeFileSync } from 'node:fs';
  import { openDatabase } from '#server/db/database.ts';
  const [dataDir, breaks, thread] = process.argv.slice(1);
  const onStopped = (why) => console.log('stopped: ' + why.message);
  const database = await openDatabase({ dataDir, frugal: thread === 'same', onStopped });
  const write = async (year) =>
    await database.transaction(async (sql) => {
      await sql.query('INSERT INTO receipt_counter (year, last) VALUES ($1, 1)', [year]);
    });
  await write(2001);
  await write(2002);
  writeFileSync(breaks, '');
  const left = await Promise.allSettled([write(2003), write(2004)]);
  for (const { status, reason } of left) console.log(status, reason?.code);
  process.exit(5);`;

describe('an engine that stopped because the disk failed under a commit', () => {
  test('ends its thread, and what waits for it is refused', async () => {
    const [folder, breaks] = [await newFolder('thread'), path.join(place, 'thread-breaks')];
    const options = { NODE_OPTIONS: `--import=${diskBreaksWith(breaks)}` };
    const { code, out } = await run(['--input-type=module', '-e', WRITES, folder, breaks, 'own'], options).ended;
    expect(out).toContain('stopped: ');
    expect(out).toContain('rejected 57P01\nrejected 57P01\n');
    expect(code).toBe(5);
    expect(await yearsIn(folder)).toEqual(expect.arrayContaining([2001, 2002]));
  });

  test('ends the program that has it in its own thread', async () => {
    const [folder, breaks] = [await newFolder('same'), path.join(place, 'same-breaks')];
    const options = { NODE_OPTIONS: `--import=${diskBreaksWith(breaks)}` };
    const { code, out } = await run(['--input-type=module', '-e', WRITES, folder, breaks, 'same'], options).ended;
    expect(out).toContain('The database engine broke');
    expect(code).toBe(1);
    expect(await yearsIn(folder)).toEqual(expect.arrayContaining([2001, 2002]));
  });
});

test('a server whose engine ended ends too, as one with a bug, and its next start serves what was acknowledged', async () => {
  const [folder, breaks] = [await newFolder('server'), path.join(place, 'server-ends')];
  await withDatabase(folder, async ({ db }) => {
    await db.insertInto('receipt_counter').values({ year: 2001, last: 7 }).execute();
  });
  const ends = `
    import fs from 'node:fs';
    import { isMainThread, workerData } from 'node:worker_threads';
    if (!isMainThread && workerData?.folder)
      setInterval(() => fs.existsSync(${JSON.stringify(breaks)}) && process.exit(3), 50).unref();`;
  const environment = {
    BANSO_DATA: folder,
    PORT: '0',
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(ends)}`,
  };
  const start = async () => {
    const server = run(['src/server/main.ts'], environment);
    const origin = await vi.waitFor(
      () => must(/http:\/\/localhost:\d+/.exec(server.out())?.[0], `an address in ${server.out()}`),
      { timeout: 60_000, interval: 100 },
    );
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ ok: true });
    return server;
  };

  const first = await start();
  writeFileSync(breaks, '');
  const { code, out } = await first.ended;
  expect(code).toBe(1);
  expect(out).toMatch(/"level":60.*the database's thread ended with 3/);

  rmSync(breaks);
  const second = await start();
  second.kill('SIGTERM');
  expect((await second.ended).code).toBe(0);
  expect(await yearsIn(folder)).toContain(2001);
});
