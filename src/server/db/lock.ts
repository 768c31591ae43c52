import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

/** Another process works on the folder; two would silently lose each other's rows. */
export class FolderInUse extends Error {
  constructor(folder: string, holder: string) {
    super(
      `The data folder ${folder} is in use by ${holder}. Stop that server first, or give this one another ` +
        `folder (BANSO_DATA) or a PostgreSQL database (DATABASE_URL).`,
    );
  }
}

/** Locks this process holds: a lock that names our own pid is otherwise one of an earlier life of the same number. */
const held = new Set<string>();

const BEAT_MS = 5_000;
const LAST_BEAT_MS = 60_000;

/**
 * Takes the folder for this process, on a kernel that others may share from other containers. The holder listens
 * on a socket in the folder, which the kernel closes with its process, however that ends: a lock whose socket
 * nobody answers is taken over. Where the folder can hold no socket, `isAlive` judges by pid or heartbeat.
 * The returned function gives the folder back.
 *
 * @throws FolderInUse
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const lock = path.join(path.resolve(folder), 'lock');
  const token = randomBytes(8).toString('hex');
  // Listening before the lock names it: whoever reads the lock finds somebody at home.
  const stopListening = await listenAt(socketOf(lock, token));
  const means = stopListening ? 'socket' : 'beat';
  const mine = `${process.pid} ${startOf(process.pid) ?? '-'} ${token} ${means} ${namespace()}\n`;
  const draft = `${lock}.${randomBytes(6).toString('hex')}`;
  try {
    fs.writeFileSync(draft, mine, { mode: 0o600 });
    if (!tryLink(draft, lock)) {
      await clearStale(folder, lock);
      if (!tryLink(draft, lock)) throw inUse(folder, holderOf(readIf(lock) ?? ''));
    }
  } catch (error) {
    stopListening?.();
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
  held.add(lock);
  const beat = stopListening ? undefined : setInterval(() => touch(lock), BEAT_MS).unref();
  return () => {
    clearInterval(beat);
    held.delete(lock);
    if (readIf(lock) === mine) fs.rmSync(lock, { force: true });
    stopListening?.();
  };
}

/** A link is made whole or not at all, so nobody ever reads half a lock. */
function tryLink(from: string, to: string): boolean {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function clearStale(folder: string, lock: string): Promise<void> {
  const found = readIf(lock);
  if (found === null) return;
  const holder = holderOf(found);
  if (await isAlive(holder, lock)) throw inUse(folder, holder);
  // Another start may have taken it over while we waited for an answer: then the lock is no longer what we judged.
  if (readIf(lock) !== found) return;
  const aside = `${lock}.${randomBytes(6).toString('hex')}`;
  try {
    fs.renameSync(lock, aside);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return;
    throw error;
  }
  // Between our look and our move another start may have done the same: then this is its lock, and goes back.
  const moved = readIf(aside);
  if (moved !== found) tryLink(aside, lock);
  else fs.rmSync(socketOf(lock, holder.token), { force: true });
  fs.rmSync(aside, { force: true });
}

type Holder = {
  readonly pid: number;
  readonly start: string;
  readonly token: string;
  /** How it shows that it lives; null in a lock of an earlier release, which knew its pid only. */
  readonly means: string | null;
  readonly namespace: string;
};

function holderOf(text: string): Holder {
  const [pid = '', start = '-', token = '', means = null, where = namespace()] = text.trim().split(' ');
  return { pid: Number.parseInt(pid, 10) || 0, start, token, means, namespace: where };
}

function inUse(folder: string, { pid, namespace: where }: Holder): FolderInUse {
  return new FolderInUse(folder, `process ${pid}${where === namespace() ? '' : ' of another container'}`);
}

async function isAlive(holder: Holder, lock: string): Promise<boolean> {
  if (holder.pid === 0) return false;
  if (holder.means === 'socket') return await answersAt(socketOf(lock, holder.token));
  if (holder.namespace !== namespace()) return Date.now() - (lastBeat(lock) ?? 0) < LAST_BEAT_MS;
  if (holder.pid === process.pid) return held.has(lock);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (isCode(error, 'ESRCH')) return false;
  }
  const start = startOf(holder.pid);
  return start === null || holder.start === '-' || start === holder.start;
}

function socketOf(lock: string, token: string): string {
  return `${lock}.${token}.s`;
}

/** Listens until the returned function is called or the process ends; null where there can be no socket. */
async function listenAt(file: string): Promise<(() => void) | null> {
  const server = net.createServer((asking) => asking.destroy()).unref();
  const stopListening = (): void => {
    server.close();
    fs.rmSync(file, { force: true });
  };
  try {
    await withAddress(file, async (address) => {
      server.listen(address);
      await once(server, 'listening');
    });
    // One that asks and cannot be let in (no descriptor left) was answered by the kernel all the same.
    server.on('error', () => undefined);
    // There are file systems that make the socket and lead nobody to it.
    if (await answersAt(file)) return stopListening;
  } catch {
    // No socket is no failure: the pid and the heartbeat remain.
  }
  stopListening();
  return null;
}

/** Only a refusal by the kernel says that nobody listens: a holder too busy to answer, or not ours to ask, lives. */
async function answersAt(file: string): Promise<boolean> {
  return await withAddress(file, async (address) => {
    const asking = net.connect(address);
    try {
      await once(asking, 'connect');
      return true;
    } catch (error) {
      return !isCode(error, 'ECONNREFUSED') && !isCode(error, 'ENOENT');
    } finally {
      asking.destroy();
    }
  });
}

/** Shorter than the least that a system takes for a socket's address: 104 bytes on macOS, 108 on Linux. */
const LONGEST_ADDRESS = 100;

/** A socket's address; one in a deep folder begins with the folder's descriptor. */
async function withAddress<T>(file: string, use: (address: string) => Promise<T>): Promise<T> {
  if (Buffer.byteLength(file) <= LONGEST_ADDRESS) return await use(file);
  const folder = fs.openSync(path.dirname(file), 'r');
  try {
    return await use(`/proc/self/fd/${folder}/${path.basename(file)}`);
  } finally {
    fs.closeSync(folder);
  }
}

function touch(lock: string): void {
  const now = new Date();
  fs.utimes(lock, now, now, () => undefined);
}

function lastBeat(lock: string): number | null {
  return fs.statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** Which processes a pid counts among: those of one container; '-' where there are no namespaces. */
function namespace(): string {
  try {
    return fs.readlinkSync('/proc/self/ns/pid');
  } catch {
    return '-';
  }
}

/** When a process started, in the kernel's ticks; null where there is no /proc to ask. */
function startOf(pid: number): string | null {
  const stat = readIf(`/proc/${pid}/stat`);
  // The name in brackets may itself hold spaces and brackets; field 22 is the 20th after it.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

function readIf(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
