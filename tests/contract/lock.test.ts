import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { FolderInUse, lockFolder } from '#server/db/lock.ts';

const folders: string[] = [];
function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'banso-lock-'));
  folders.push(folder);
  return folder;
}
const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  vi.restoreAllMocks();
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const lockOf = (folder: string): string => readFileSync(path.join(folder, 'lock'), 'utf8');

/** A process that holds the folder and does not listen to its event loop; `inside` starts it somewhere else. */
async function holder(folder: string, inside: readonly string[] = []): Promise<ChildProcess> {
  const script = `
    import { lockFolder } from '#server/db/lock.ts';
    await lockFolder(process.argv[1]);
    process.stdout.write('held', () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));`;
  const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', script, folder];
  const [command = '', ...rest] = [...inside, ...node];
  const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

/** The folder is refused while the child lives, and free as soon as it was killed. */
async function expectHeldUntilKilled(folder: string, child: ChildProcess): Promise<void> {
  await expect(lockFolder(folder)).rejects.toThrow(FolderInUse);
  const gone = once(child, 'close');
  child.kill('SIGKILL');
  await gone;
  const release = await vi.waitFor(async () => await lockFolder(folder));
  expect(lockOf(folder)).toMatch(new RegExp(`^${process.pid} `));
  release();
  expect(readdirSync(folder)).toEqual([]);
}

describe('the lock on a data folder', () => {
  test('is refused while its process lives, however busy that is, and taken over after kill -9', async () => {
    const folder = newFolder();
    await expectHeldUntilKilled(folder, await holder(folder));
  });

  const CONTAINER = ['unshare', '--map-root-user', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const { status, stderr, error } = spawnSync('unshare', [...CONTAINER.slice(1), 'true'], { encoding: 'utf8' });
  const OTHERS = 'holds against a process of another container, where the same numbers are others’';
  if (status !== 0) test.skip(`${OTHERS}: no other namespace here (${(stderr || String(error)).trim()})`);
  else {
    test(OTHERS, async () => {
      const folder = newFolder();
      const child = await holder(folder, CONTAINER);
      expect(lockOf(folder)).toMatch(/^1 /);
      await expect(lockFolder(folder)).rejects.toThrow('process 1 of another container');
      await expectHeldUntilKilled(folder, child);
    });

    test('is found from inside another container', async () => {
      const folder = newFolder();
      const release = await lockFolder(folder);
      const script = `
        import { lockFolder } from '#server/db/lock.ts';
        await lockFolder(process.argv[1]).then(() => console.log('taken'), (error) => console.log(error.constructor.name));
        process.exit();`;
      const node = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', script, folder];
      const { stdout } = spawnSync('unshare', [...CONTAINER.slice(1), ...node], { encoding: 'utf8' });
      expect(stdout.trim()).toBe('FolderInUse');
      release();
    });
  }

  test('holds in a folder deeper than a socket’s address is long', async () => {
    const folder = path.join(newFolder(), 'đ'.repeat(60), 'd'.repeat(60));
    mkdirSync(folder, { recursive: true });
    const child = await holder(folder);
    expect(lockOf(folder)).toContain(' socket ');
    await expectHeldUntilKilled(folder, child);
  });

  test('goes to one of many that find it stale at once', async () => {
    const folder = newFolder();
    const child = await holder(folder);
    child.kill('SIGKILL');
    await once(child, 'close');
    const takers = await Promise.allSettled(Array.from({ length: 12 }, async () => await lockFolder(folder)));
    const won = takers.filter((taker) => taker.status === 'fulfilled');
    const lost = takers.filter((taker) => taker.status === 'rejected');
    expect(won).toHaveLength(1);
    for (const { reason } of lost) expect(reason).toBeInstanceOf(FolderInUse);
    for (const { value } of won) value();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of an earlier release tells by its number and its start whether its process lives', async () => {
    const folder = newFolder();
    const other = spawn('sleep', ['60']);
    children.push(other);
    const start = readFileSync(`/proc/${other.pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];
    writeFileSync(path.join(folder, 'lock'), `${other.pid} ${start} abc\n`);
    await expect(lockFolder(folder)).rejects.toThrow(`process ${other.pid}.`);
    const gone = once(other, 'exit');
    other.kill('SIGKILL');
    await gone;
    (await lockFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is stale when another program has its number now, our own included', async () => {
    const folder = newFolder();
    for (const pid of [process.ppid, process.pid]) {
      writeFileSync(path.join(folder, 'lock'), `${pid} 1 abc\n`);
      (await lockFolder(folder))();
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

function withoutSockets(): void {
  vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server) {
    process.nextTick(() => this.emit('error', new Error('no sockets here')));
    return this;
  });
}

describe('the lock where a folder can hold no socket', () => {
  test('goes by the number of its process', async () => {
    withoutSockets();
    const folder = newFolder();
    const release = await lockFolder(folder);
    expect(lockOf(folder)).toContain(' beat ');
    await expect(lockFolder(folder)).rejects.toThrow(`process ${process.pid}.`);
    release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('beats while it is held, and one of another container is stale when it beats no more', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    withoutSockets();
    const folder = newFolder();
    const lock = path.join(folder, 'lock');
    const release = await lockFolder(folder);
    const elsewhere = lockOf(folder).replace(/^\d+ /, '1 ').replace(/\S+$/m, 'pid:[1]');
    utimesSync(lock, 1, 1);
    vi.advanceTimersByTime(10_000);
    vi.useRealTimers();
    await vi.waitFor(() => {
      expect(Date.now() - statSync(lock).mtimeMs).toBeLessThan(30_000);
    });
    release();

    writeFileSync(lock, elsewhere);
    await expect(lockFolder(folder)).rejects.toThrow('process 1 of another container');
    const long = Date.now() / 1_000 - 120;
    utimesSync(lock, long, long);
    (await lockFolder(folder))();
  });
});
