import fs from 'node:fs';
import path from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import type { PGlite } from '@electric-sql/pglite';

/** The part of Emscripten's module that this file layer touches; the package types it as unknown. */
export type FileModule = {
  NODEFS: {
    stream_ops: { fsync?: (stream: { nfd?: number }) => number } & Record<string, unknown>;
    node_ops: Record<string, unknown>;
  };
};

type InitOptions = Parameters<NodeFS['init']>[1];

/** "Input/output error" in WASI's numbering, which is what `fd_sync` answers with. */
const EIO = 29;

/**
 * Starts PGlite's backend with fsync on. The defaults of the package begin with `-F`, which turns it off.
 * `wal_sync_method=fsync`, since fdatasync does nothing in the wasm build.
 */
export const DURABLE_START = [
  '--single',
  '-O',
  '-j',
  ...[
    'search_path=public',
    'exit_on_error=false',
    'log_checkpoints=false',
    'max_worker_processes=0',
    'max_parallel_workers=0',
    'max_parallel_workers_per_gather=0',
    'max_parallel_maintenance_workers=0',
    'io_method=sync',
    'fsync=on',
    'synchronous_commit=on',
    'full_page_writes=on',
    'wal_sync_method=fsync',
  ].flatMap((setting) => ['-c', setting]),
];

/**
 * PGlite's folder on disk, with the fsync that the package's own file layer lacks: without it a power cut
 * loses every commit since the kernel last wrote back, and usually the whole database.
 */
export class DurableNodeFS extends NodeFS {
  /** Calls of fsync that reached the disk. */
  syncs = 0;

  override async init(pg: PGlite, options: InitOptions): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    const before = emscriptenOpts.preRun ?? [];
    const hook = (module: unknown) => this.attach(module as FileModule);
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(Array.isArray(before) ? before : [before]), hook] } };
  }

  protected attach({ NODEFS }: FileModule): void {
    NODEFS.stream_ops.fsync = (stream) => {
      // Only files and folders of the mount have a descriptor of the system.
      if (stream.nfd === undefined) return 0;
      try {
        fs.fsyncSync(stream.nfd);
      } catch {
        return EIO;
      }
      this.syncs += 1;
      return 0;
    };
  }
}

/**
 * Makes a folder and everything in it the owner's alone, whatever modes its making left, and flushes it,
 * files before the folders that name them.
 */
export function sealTree(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const child = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      sealTree(child);
    } else if (entry.isFile()) {
      fs.chmodSync(child, 0o600);
      syncPath(child);
    }
  }
  fs.chmodSync(folder, 0o700);
  syncPath(folder);
}

/** Flushes one file, or the names in one folder. */
export function syncPath(target: string): void {
  const handle = fs.openSync(target, 'r');
  try {
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
}
