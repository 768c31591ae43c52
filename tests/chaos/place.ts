import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { must } from '#core/assert.ts';
import { openDatabase, type OpenDatabase } from '#server/db/database.ts';
import { findPostgres, type PostgresPrograms } from '#tests/support/postgres.ts';
import { prepareDataFolder } from '#tests/support/database.ts';
import { bundledCommand, commandOf } from '#tests/support/bundled-command.ts';
import { freePort, ServerProcess } from '#tests/support/server.ts';
import { Volume } from '#tests/support/volume.ts';
import { plant, type Fault } from './planted/plant.ts';

export type EngineName = 'pglite' | 'postgres';

export type PlaceOptions = {
  readonly engine: EngineName;
  /** A fault put into the server, which must be found. */
  readonly fault?: Fault;
  /** PostgreSQL without fsync, for a fault that must be found. */
  readonly withoutFsync?: boolean;
  /** Bytes of the volume everything lies on, where one can be mounted. */
  readonly volumeBytes?: number;
};

const GIGABYTE = 1024 ** 3;

/** So often a server is started by `npm start` itself, beginning with the first; otherwise from one file. A kill needs a start. */
const BY_NPM_START = 10;

/** How the server is started for the n-th time (from 0), as arguments of node. */
async function serverCommand(fault: Fault | null): Promise<(nth: number) => readonly string[]> {
  const [asItIs, bundled] = [commandOf('start'), await bundledCommand('start', ...(fault ? [plant(fault)] : []))];
  return (nth) => (fault === null && nth % BY_NPM_START === 0 ? asItIs : bundled);
}

/** A server with its database and its disk, all of which can be hit. */
export class Place {
  readonly server: ServerProcess;
  readonly engine: EngineName;
  /** Null where nothing can be mounted: then the power stays on. */
  readonly volume: Volume | null;
  /** Why there is no volume. */
  readonly whyNoVolume: string;
  /** How often the power has gone. */
  powerCuts = 0;
  readonly #folder: string;
  readonly #cluster: Cluster | null;

  private constructor(
    server: ServerProcess,
    engine: EngineName,
    disk: { folder: string; volume: Volume | null; why: string },
    cluster: Cluster | null,
  ) {
    this.server = server;
    this.engine = engine;
    this.volume = disk.volume;
    this.whyNoVolume = disk.why;
    this.#folder = disk.folder;
    this.#cluster = cluster;
  }

  /** Makes one; the server does not run yet. Throws the reason when the engine is not to be had here. */
  static async make(options: PlaceOptions): Promise<Place> {
    const made = Volume.make(options.volumeBytes ?? 4 * GIGABYTE);
    const folder = made.ok ? made.volume.folder : mkdtempSync(path.join(tmpdir(), 'banso-chaos-'));
    const cluster =
      options.engine === 'postgres' ? await Cluster.make(path.join(folder, 'pg'), options.withoutFsync) : null;
    const data = path.join(folder, 'data');
    if (!cluster) await prepareDataFolder(data);
    const port = await freePort();
    const server = new ServerProcess({
      port,
      data,
      origin: `http://localhost:${port}`,
      command: await serverCommand(options.fault ?? null),
      environment: {
        DATABASE_URL: cluster?.url ?? '',
        BANSO_APP: path.join(folder, 'no-app'),
        BANSO_LOG: 'warn',
        BANSO_RATE_ADDRESS: '100000000',
        BANSO_RATE_ACCOUNT: '100000000',
      },
    });
    const disk = { folder, volume: made.ok ? made.volume : null, why: made.ok ? '' : made.why };
    return new Place(server, options.engine, disk, cluster);
  }

  get dataFolder(): string {
    return this.server.data;
  }

  /** What the server and its bank share. */
  webhookSecret(): string {
    const { secret } = JSON.parse(readFileSync(path.join(this.dataFolder, 'keys/webhook.json'), 'utf8')) as {
      secret: string;
    };
    return secret;
  }

  get databaseUrl(): string | null {
    return this.#cluster?.url ?? null;
  }

  /** The database, to look into; with the embedded one the server must be down. */
  async open(): Promise<OpenDatabase> {
    return await openDatabase({ dataDir: this.dataFolder, databaseUrl: this.databaseUrl });
  }

  /** kill -9 of the server. */
  async killServer(): Promise<void> {
    await this.server.stop('SIGKILL');
  }

  /** kill -9 of one of the database's connections, upon which PostgreSQL ends them all and recovers. */
  killBackend(): void {
    this.#cluster?.killBackend();
  }

  /** kill -9 of the whole database, and its start. */
  async killDatabase(): Promise<void> {
    await this.#cluster?.kill();
    await this.#cluster?.start();
  }

  /** The power goes: what is not on the disk is gone. The database is up again afterwards, the server is not. */
  async cutPower(): Promise<void> {
    // Nothing runs any more when the disk goes; a program that saw it go would have an error to tell.
    this.server.freeze();
    this.#cluster?.freeze();
    this.powerCuts += 1;
    this.volume?.cutPower();
    await Promise.all([this.killServer(), this.#cluster?.kill()]);
    await this.volume?.powerUp();
    await this.#cluster?.start();
  }

  /** As the operator does it, beside the running server. */
  async backUp(): Promise<void> {
    await this.#operate('backup', '--to');
  }

  /** As the operator does it; the server must be down. `unannounced`: as if the database had been put back by other means. */
  async restore(unannounced: boolean): Promise<void> {
    const before = unannounced ? await this.#inDatabase('SELECT epoch FROM server_state') : null;
    await this.#operate('restore', '--from');
    if (before !== null) await this.#inDatabase('UPDATE server_state SET epoch = $1 RETURNING epoch', [before]);
  }

  async #inDatabase(sql: string, values: string[] = []): Promise<string> {
    const database = await this.open();
    try {
      const { rows } = await database.transaction(async (tx) => await tx.query<{ epoch: string }>(sql, values));
      return must(rows[0], 'the state of the server').epoch;
    } finally {
      await database.close();
    }
  }

  async #operate(command: string, option: string): Promise<void> {
    const program = ['--import', 'tsx', 'src/server/backup/cli.ts', command, option, path.join(this.#folder, 'backup')];
    await promisify(execFile)(process.execPath, program, { env: { ...process.env, ...this.server.settings() } });
  }

  async destroy(): Promise<void> {
    await this.killServer();
    await this.#cluster?.kill();
    if (this.volume) this.volume.destroy();
    else rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A PostgreSQL server of our own, durable unless said, on a socket in its folder. */
class Cluster {
  readonly url: string;
  readonly #folder: string;
  readonly #programs: PostgresPrograms & { ok: true };
  readonly #settings: string;

  private constructor(folder: string, programs: PostgresPrograms & { ok: true }, fsync: boolean) {
    this.#folder = folder;
    this.#programs = programs;
    this.#settings = [
      `-c listen_addresses='' -c unix_socket_directories='${folder}' -c unix_socket_permissions=0777`,
      // A hundred connections' worth of memory is not needed for ten.
      `-c shared_buffers=16MB -c max_connections=40 -c fsync=${fsync ? 'on' : 'off'}`,
    ].join(' ');
    this.url = `postgresql://postgres@localhost/postgres?host=${encodeURIComponent(folder)}`;
  }

  static async make(folder: string, withoutFsync = false): Promise<Cluster> {
    const programs = findPostgres();
    if (!programs.ok) throw new Error(`No PostgreSQL here: ${programs.why}`);
    mkdirSync(folder, { mode: 0o755 });
    programs.own(folder);
    const cluster = new Cluster(folder, programs, !withoutFsync);
    programs.run('initdb', '-D', cluster.#data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8');
    await cluster.start();
    return cluster;
  }

  get #data(): string {
    return path.join(this.#folder, 'data');
  }

  /** A child that was being born when its parent was killed may hold the shared memory for a moment: then once more. */
  async start(): Promise<void> {
    const log = path.join(this.#folder, 'log');
    // Its process has ended; where nobody has collected it yet, PostgreSQL would take it for alive.
    rmSync(path.join(this.#data, 'postmaster.pid'), { force: true });
    rmSync(path.join(this.#folder, '.s.PGSQL.5432.lock'), { force: true });
    for (let attempt = 1; ; attempt += 1) {
      try {
        this.#programs.run('pg_ctl', '-s', '-D', this.#data, '-o', this.#settings, '-l', log, '-w', 'start');
        break;
      } catch (error) {
        if (attempt === 20) throw error;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  }

  killBackend(): void {
    const backend = this.#processes().find((one) => one.title.includes('[local]'));
    if (backend) signal(backend.pid, 'SIGKILL');
  }

  freeze(): void {
    for (const { pid } of this.#processes()) signal(pid, 'SIGSTOP');
  }

  async kill(): Promise<void> {
    for (let left = this.#processes(); left.length > 0; left = this.#processes()) {
      for (const { pid } of left) signal(pid, 'SIGKILL');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** The postmaster first, then its children. A zombie has ended, though nobody has noticed. */
  #processes(): { pid: number; title: string }[] {
    const all = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => {
        const { parent, state } = parentOf(name);
        return { pid: Number(name), title: readIf(`/proc/${name}/cmdline`), parent, state };
      })
      .filter(({ state }) => state !== 'Z');
    const own = all.filter(({ title }) => title.includes('postgres') && title.includes(`-D\0${this.#data}\0`));
    return [...own, ...all.filter(({ parent }) => own.some(({ pid }) => pid === parent))];
  }
}

/** From /proc/…/stat, where the name in brackets may hold anything. */
function parentOf(pid: string): { state: string; parent: number } {
  const stat = readIf(`/proc/${pid}/stat`);
  const [state = 'Z', parent = '0'] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { state, parent: Number(parent) };
}

function readIf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone by itself.
  }
}
