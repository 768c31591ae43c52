import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { extract } from 'tar';
import { DURABLE_START, DurableNodeFS, sealTree, syncPath } from './durable-fs.ts';

/** A statement's answer in PostgreSQL's text format, with each column's type. */
export type RawAnswer = {
  readonly command: string;
  readonly rowCount: number;
  readonly columns: readonly { readonly name: string; readonly oid: number }[];
  readonly rows: readonly (readonly (string | null)[])[];
};

/** PGlite with text in and text out. One statement at a time. */
export type PgliteCore = {
  query(text: string, params: readonly (string | null)[]): Promise<RawAnswer>;
  script(text: string): Promise<void>;
  syncs(): number;
  /** The whole folder as a tar archive. No transaction may be open. */
  dump(): Promise<Uint8Array<ArrayBuffer>>;
  close(): Promise<void>;
};

/**
 * Opens the folder's database, creating it first; durable from the first byte. `frugal` gives it a cache of 8 MB
 * in place of 128: for programs that write in bulk and go.
 */
export async function openFolder(folder: string, frugal: boolean): Promise<PgliteCore> {
  if (!fs.existsSync(path.join(folder, 'PG_VERSION'))) await createFolder(folder, unpackEmpty);
  const files = new DurableNodeFS(folder);
  const startParams = frugal ? [...DURABLE_START, '-c', 'shared_buffers=8MB'] : DURABLE_START;
  const pg = await PGlite.create({ fs: files, startParams });
  return wrap(pg, () => files.syncs);
}

/** A database in memory, from a dump of another when given; for tests. */
export async function openMemory(dump: Blob | null): Promise<PgliteCore> {
  return wrap(await PGlite.create(dump ? { loadDataDir: dump } : {}), () => 0);
}

/** Makes a folder's database from a dump. What was in its place is gone. */
export async function loadFolder(folder: string, dump: Uint8Array<ArrayBuffer>): Promise<void> {
  await createFolder(folder, async (making) => {
    const files = new DurableNodeFS(making);
    const pg = await PGlite.create({ fs: files, startParams: DURABLE_START, loadDataDir: new Blob([dump]) });
    await pg.close();
  });
}

/**
 * The database that `make-empty.ts` prepared: the engine's own making of one takes seven seconds and 800 MB, this one
 * second and next to nothing (decisions/003).
 */
async function unpackEmpty(making: string): Promise<void> {
  const file = fileURLToPath(new URL('empty-database.tar.br', import.meta.url));
  await extract({ file, cwd: making, brotli: true, strict: true });
}

/** Made beside its place and moved in whole, so that a start that is cut off leaves nothing half made. */
async function createFolder(folder: string, fill: (making: string) => Promise<void>): Promise<void> {
  const making = `${folder}.making`;
  fs.rmSync(making, { recursive: true, force: true });
  fs.mkdirSync(making, { recursive: true, mode: 0o700 });
  await fill(making);
  sealTree(making);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.renameSync(making, folder);
  syncPath(path.dirname(folder));
}

/** How PostgreSQL's longjmp leaves the compiled engine: an ordinary error, after which the session goes on. */
const LONGJMP = 100;

/**
 * PGlite swallows whatever else leaves the engine: a PANIC when the disk failed under a commit, FATAL, a trap. What
 * is left stopped halfway, holds locks and answers nothing or nonsense, often in an endless loop. So this thread ends
 * on the spot, the whole program when it is the main one; the next start recovers from what was flushed.
 */
function endWhenBroken({ Module: engine }: PGlite): void {
  for (const entry of ['_PostgresMainLoopOnce', '_PostgresMainLongJmp'] as const) {
    const enter = engine[entry];
    engine[entry] = () => {
      try {
        enter();
      } catch (error) {
        if ((error as { status?: unknown }).status === LONGJMP) throw error;
        // The thread's own stream would be written after its end.
        fs.writeSync(2, `The database engine broke: ${String(error)}\n`);
        process.exit(1);
      }
    };
  }
}

function wrap(pg: PGlite, syncs: () => number): PgliteCore {
  endWhenBroken(pg);
  // Parameters arrive as text and answers leave as text; `values.ts` alone knows types.
  pg.serializers = {};
  for (const oid of Object.keys(pg.parsers)) pg.parsers[oid] = (text: string) => text;
  return {
    query: async (text, params) => {
      const answer = await pg.query<(string | null)[]>(text, [...params], { rowMode: 'array' });
      const command = answer.command ?? '';
      return {
        command,
        rowCount: command === 'SELECT' ? answer.rows.length : (answer.affectedRows ?? 0),
        columns: answer.fields.map((field) => ({ name: field.name, oid: field.dataTypeID })),
        rows: answer.rows,
      };
    },
    script: async (text) => {
      await pg.exec(text);
    },
    syncs,
    dump: async () => {
      await pg.exec('CHECKPOINT');
      return new Uint8Array(await (await pg.dumpDataDir('none')).arrayBuffer());
    },
    close: async () => await pg.close(),
  };
}
