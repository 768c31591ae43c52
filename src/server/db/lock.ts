import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Another process works on the folder; two would silently lose each other's rows. */
export class FolderInUse extends Error {
  constructor(folder: string, pid: number) {
    super(
      `The data folder ${folder} is in use by process ${pid}. Stop that server first, or give this one another ` +
        `folder (BANSO_DATA) or a PostgreSQL database (DATABASE_URL).`,
    );
  }
}

/** Locks this process holds: a lock that names our own pid is otherwise one of an earlier life of the same number. */
const held = new Set<string>();

/**
 * Takes the folder for this process. A lock whose process has ended (no such process, or one that started
 * later under the same number) is taken over. The returned function gives the folder back.
 *
 * @throws FolderInUse
 */
export function lockFolder(folder: string): () => void {
  const lock = path.join(path.resolve(folder), 'lock');
  const mine = `${process.pid} ${startOf(process.pid) ?? '-'} ${randomBytes(8).toString('hex')}\n`;
  const draft = `${lock}.${randomBytes(6).toString('hex')}`;
  fs.writeFileSync(draft, mine, { mode: 0o600 });
  try {
    if (!tryLink(draft, lock)) {
      clearStale(folder, lock);
      if (!tryLink(draft, lock)) throw new FolderInUse(folder, holderOf(readIf(lock) ?? '').pid);
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
  held.add(lock);
  return () => {
    held.delete(lock);
    if (readIf(lock) === mine) fs.rmSync(lock, { force: true });
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

function clearStale(folder: string, lock: string): void {
  const found = readIf(lock);
  if (found === null) return;
  const holder = holderOf(found);
  if (isAlive(holder, lock)) throw new FolderInUse(folder, holder.pid);
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
  fs.rmSync(aside, { force: true });
}

type Holder = { readonly pid: number; readonly start: string };

function holderOf(text: string): Holder {
  const [pid = '', start = '-'] = text.trim().split(' ');
  return { pid: Number.parseInt(pid, 10) || 0, start };
}

function isAlive(holder: Holder, lock: string): boolean {
  if (holder.pid === 0) return false;
  if (holder.pid === process.pid) return held.has(lock);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (isCode(error, 'ESRCH')) return false;
  }
  const start = startOf(holder.pid);
  return start === null || holder.start === '-' || start === holder.start;
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
