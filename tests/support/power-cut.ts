import {
  cpSync,
  existsSync,
  ftruncateSync,
  openSync,
  closeSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { DurableNodeFS } from '#server/db/durable-fs.ts';

/** A write that the program has made and the disk may not have. */
type Pending = { readonly at: number; readonly bytes: Buffer } | { readonly truncateTo: number };

type Node = { readonly name: string; readonly mode: number };
type Stream = { readonly node: Node };
type Operation<A extends unknown[], R> = (...args: A) => R;

/** What this needs of Emscripten's view of the folder. */
type Module = {
  NODEFS: {
    realPath(node: Node): string;
    stream_ops: {
      write: Operation<[Stream, Uint8Array, number, number, number], number>;
      setattr: Operation<[Stream, { size?: number }], void>;
      fsync?: Operation<[Stream], number>;
    };
    node_ops: {
      setattr: Operation<[Node, { size?: number }], void>;
      mknod: Operation<[Node, string, number, number], Node>;
      rename: Operation<[Node, Node, string], void>;
      unlink: Operation<[Node, string], void>;
      rmdir: Operation<[Node, string], void>;
    };
  };
};

const DIRECTORY = 0o040000;

/**
 * A disk beside the folder that only gets what was flushed. Names are written down at once, as a journalling
 * file system does; bytes arrive with the fsync of their file and not before. A cut then gives the disk as it
 * would be found, with a random part of the unflushed pages on it, in no order.
 */
export class Disk {
  readonly #folder: string;
  readonly #kept: string;
  readonly #pending = new Map<string, Pending[]>();
  /** Called before each write; a test cuts the power here. */
  onWrite: () => void = () => {};

  constructor(folder: string, kept: string) {
    this.#folder = folder;
    this.#kept = kept;
    cpSync(folder, kept, { recursive: true });
  }

  /** The disk as it is found after a cut now; `chance` in [0, 1) decides which unflushed pages made it. */
  cut(to: string, chance: () => number): void {
    cpSync(this.#kept, to, { recursive: true });
    for (const [file, writes] of this.#pending) {
      perform(
        path.join(to, file),
        writes.filter(() => chance() < 0.5),
      );
    }
  }

  attach({ NODEFS }: Module): void {
    const { stream_ops: streams, node_ops: nodes } = NODEFS;
    const { write, fsync, setattr: setStream } = streams;
    const { setattr: setNode, mknod, rename, unlink, rmdir } = nodes;
    const nameOf = (node: Node) => path.relative(this.#folder, NODEFS.realPath(node));
    const childOf = (parent: Node, name: string) => path.join(nameOf(parent), name);

    streams.write = (stream, buffer, offset, length, position) => {
      this.onWrite();
      this.#note(nameOf(stream.node), { at: position, bytes: Buffer.from(buffer.slice(offset, offset + length)) });
      return write(stream, buffer, offset, length, position);
    };
    streams.setattr = (stream, attributes) => {
      this.#noteSize(nameOf(stream.node), attributes);
      setStream(stream, attributes);
    };
    if (fsync) {
      streams.fsync = (stream) => {
        this.#flush(nameOf(stream.node));
        return fsync(stream);
      };
    }
    nodes.setattr = (node, attributes) => {
      this.#noteSize(nameOf(node), attributes);
      setNode(node, attributes);
    };
    nodes.mknod = (parent, name, mode, device) => {
      const made = path.join(this.#kept, childOf(parent, name));
      if ((mode & 0o170000) === DIRECTORY) mkdirSync(made, { recursive: true });
      else closeSync(openSync(made, 'w'));
      return mknod(parent, name, mode, device);
    };
    nodes.rename = (node, parent, name) => {
      const [from, to] = [nameOf(node), childOf(parent, name)];
      renameSync(path.join(this.#kept, from), path.join(this.#kept, to));
      const moved = this.#pending.get(from);
      this.#pending.delete(to);
      this.#pending.delete(from);
      if (moved) this.#pending.set(to, moved);
      rename(node, parent, name);
    };
    nodes.unlink = (parent, name) => {
      this.#pending.delete(childOf(parent, name));
      rmSync(path.join(this.#kept, childOf(parent, name)), { force: true });
      unlink(parent, name);
    };
    nodes.rmdir = (parent, name) => {
      rmSync(path.join(this.#kept, childOf(parent, name)), { recursive: true, force: true });
      rmdir(parent, name);
    };
  }

  #note(file: string, write: Pending): void {
    const writes = this.#pending.get(file) ?? [];
    this.#pending.set(file, writes);
    writes.push(write);
  }

  #noteSize(file: string, { size }: { size?: number }): void {
    if (size !== undefined) this.#note(file, { truncateTo: size });
  }

  #flush(file: string): void {
    perform(path.join(this.#kept, file), this.#pending.get(file) ?? []);
    this.#pending.delete(file);
  }
}

type InitOptions = Parameters<NodeFS['init']>[1];

/** The server's own file layer, on a disk that can lose its power. */
export class DurableFSOnDisk extends DurableNodeFS {
  readonly #disk: Disk;
  constructor(folder: string, disk: Disk) {
    super(folder);
    this.#disk = disk;
  }
  protected override attach(module: Parameters<DurableNodeFS['attach']>[0]): void {
    super.attach(module);
    this.#disk.attach(module as unknown as Module);
  }
}

/** The package's file layer as it comes, on the same disk. */
export class PlainFSOnDisk extends NodeFS {
  readonly #disk: Disk;
  constructor(folder: string, disk: Disk) {
    super(folder);
    this.#disk = disk;
  }
  override async init(pg: PGlite, options: InitOptions): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pg, options);
    const hook = (module: unknown) => this.#disk.attach(module as Module);
    const before = emscriptenOpts.preRun ?? [];
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(Array.isArray(before) ? before : [before]), hook] } };
  }
}

function perform(file: string, writes: readonly Pending[]): void {
  if (writes.length === 0 || !existsSync(path.dirname(file))) return;
  const handle = openSync(file, existsSync(file) ? 'r+' : 'w+');
  for (const write of writes) {
    if ('bytes' in write) writeSync(handle, write.bytes, 0, write.bytes.length, write.at);
    else ftruncateSync(handle, write.truncateTo);
  }
  closeSync(handle);
}
