import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Sha256 } from '#core/dossier/dossier.ts';

/**
 * Files that are whole and verified, in a folder: `<owner>/<first two digits>/<hash>`, where the owner is a
 * digest, since account names are not for folder listings.
 */
export type FileVault = {
  /** The bytes of a file that is known to be here; none is larger than 10 MB. */
  read(owner: string, hash: Sha256): Promise<Uint8Array<ArrayBuffer>>;
  /** Moves a verified file in and waits until the disk has it and its name. */
  takeIn(owner: string, hash: Sha256, from: string): Promise<void>;
  /** The same for a file that is in its place already: a server that stopped may have moved it and no more. */
  keep(owner: string, hash: Sha256): Promise<void>;
  pathOf(owner: string, hash: Sha256): string;
  /** The same place by an upload's id, which is the owner's folder and the hash. */
  pathById(id: string): string;
};

export function openVault(folder: string): FileVault {
  const place = (owned: string, hash: string) => path.join(folder, owned, hash.slice(0, 2), hash);
  const pathOf = (owner: string, hash: Sha256) => place(ownerFolder(owner), hash);
  /**
   * A folder is a name in its parent, and as lost as a file if the parent is not written down. Every one each time:
   * one that is there may have been made a moment ago for another file, by a server that was stopped before it flushed.
   */
  const flushFoldersOf = async (file: string) => {
    const nearest = path.dirname(file);
    for (const at of [nearest, path.dirname(nearest), folder, path.dirname(folder)]) await flush(at);
  };
  return {
    pathOf,
    pathById: (id) => place(path.dirname(id), path.basename(id)),
    read: async (owner, hash) => await readFile(pathOf(owner, hash)),
    takeIn: async (owner, hash, from) => {
      await flush(from);
      const to = pathOf(owner, hash);
      await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
      await rename(from, to);
      await flushFoldersOf(to);
    },
    keep: async (owner, hash) => {
      const file = pathOf(owner, hash);
      await flush(file);
      await flushFoldersOf(file);
    },
  };
}

/** A folder name that says nothing about whose files are in it. */
export function ownerFolder(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 32);
}

/** SHA-256 in hex of a file's bytes, how many there are, and the first of them. */
export async function readDigest(file: string): Promise<{ hash: Sha256; size: number; head: Uint8Array }> {
  const hasher = createHash('sha256');
  let head = new Uint8Array();
  let size = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    if (head.length < 16) head = new Uint8Array([...head, ...chunk.subarray(0, 16)]);
    hasher.update(chunk);
    size += chunk.length;
  }
  return { hash: hasher.digest('hex'), size, head };
}

async function flush(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
