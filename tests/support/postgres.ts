import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';

/** A PostgreSQL server for tests, or why there is none; the reason belongs in the suite's title. */
export type PostgresFound =
  { readonly ok: true; readonly url: string; readonly stop: () => void } | { readonly ok: false; readonly why: string };

const INSTALLED = '/usr/lib/postgresql';

/**
 * The server of DATABASE_URL, or one of its own: started from the system's binaries in a folder that is
 * removed afterwards, reached by a socket in that folder. `durable` makes it flush what it commits, as
 * measurements ask and tests need not.
 */
export function startPostgres({ durable = false }: { durable?: boolean } = {}): PostgresFound {
  const given = process.env['DATABASE_URL'];
  if (given) return { ok: true, url: given, stop: () => undefined };
  const programs = findPostgres();
  if (!programs.ok) return { ok: false, why: `no DATABASE_URL, and ${programs.why}` };

  const folder = mkdtempSync(path.join(tmpdir(), 'banso-pg-'));
  chmodSync(folder, 0o755);
  const { run } = programs;
  try {
    programs.own(folder);
    const data = path.join(folder, 'data');
    run('initdb', '-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--no-sync');
    const options = `-c listen_addresses='' -c unix_socket_directories='${folder}' -c unix_socket_permissions=0777 -c fsync=${durable ? 'on' : 'off'}`;
    run('pg_ctl', '-D', data, '-o', options, '-l', path.join(folder, 'log'), '-w', 'start');
    return {
      ok: true,
      url: `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`,
      stop: () => {
        run('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return { ok: false, why: `it did not start: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** The system's PostgreSQL programs, run as a user that they accept. */
export type PostgresPrograms =
  | {
      readonly ok: true;
      readonly run: (program: string, ...args: string[]) => void;
      /** Gives a folder to that user. */
      readonly own: (folder: string) => void;
    }
  | { readonly ok: false; readonly why: string };

/** Finds them; PostgreSQL refuses to run as root, so root runs them as the user "postgres". */
export function findPostgres(): PostgresPrograms {
  const binaries = newestBinaries();
  if (binaries === null) return { ok: false, why: `there is no ${INSTALLED}/*/bin` };
  const asRoot = process.getuid?.() === 0;
  if (asRoot && !canBecomePostgres()) return { ok: false, why: 'root has no user "postgres"' };
  return {
    ok: true,
    run: (name, ...args) => {
      const command = [path.join(binaries, name), ...args];
      const [program = '', ...rest] = asRoot ? ['runuser', '-u', 'postgres', '--', ...command] : command;
      execFileSync(program, rest, { cwd: '/', stdio: ['ignore', 'ignore', 'inherit'] });
    },
    own: (folder) => {
      if (asRoot) execFileSync('chown', ['postgres', folder]);
    },
  };
}

/** A new, empty database beside the one the URL names; `drop` removes it. */
export async function createPostgresDatabase(url: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `banso_test_${process.pid}_${Date.now().toString(36)}_${Math.trunc(Math.random() * 1e6)}`;
  await administer(url, `CREATE DATABASE ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: async () => await administer(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function newestBinaries(): string | null {
  if (!existsSync(INSTALLED)) return null;
  const folders = readdirSync(INSTALLED)
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(INSTALLED, version, 'bin'));
  return folders.find((folder) => existsSync(path.join(folder, 'initdb'))) ?? null;
}

function canBecomePostgres(): boolean {
  try {
    execFileSync('runuser', ['-u', 'postgres', '--', 'true'], { stdio: 'ignore', cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
