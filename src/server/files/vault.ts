import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Sha256 } from '#core/dossier/dossier.ts';

/**
 * Files that are whole and verified, in a folder: `<owner>/<first two digits>/<hash>`, where the owner is a
 * digest, since account names are not for folder listings.
 */
export type FileVault = {
  /** The bytes of a file that is known to be here. */
  open(owner: string, hash: Sha256): Promise<ReadableStream<Uint8Array>>;
  /** Moves a verified file in and waits until the disk has it and its name. */
  takeIn(owner: string, hash: Sha256, from: string): Promise<void>;
  pathOf(owner: string, hash: Sha256): string;
  /** The same place by an upload's id, which is the owner's folder and the hash. */
  pathById(id: string): string;
};

export function openVault(folder: string): FileVault {
  const place = (owned: string, hash: string) => path.join(folder, owned, hash.slice(0, 2), hash);
  const pathOf = (owner: string, hash: Sha256) => place(ownerFolder(owner), hash);
  return {
    pathOf,
    pathById: (id) => place(path.dirname(id), path.basename(id)),
    open: async (owner, hash) => {
      const handle = await open(pathOf(owner, hash), 'r');
      const stream: ReadableStream = Readable.toWeb(handle.createReadStream());
      return stream;
    },
    takeIn: async (owner, hash, from) => {
      await flush(from);
      const to = pathOf(owner, hash);
      const made = await mkdir(path.dirname(to), { recursive: true, mode: 0o700 });
      await rename(from, to);
      await flush(path.dirname(to));
      // New folders are names too: each is written down in its parent.
      for (let at = path.dirname(to); made !== undefined && at.startsWith(made); at = path.dirname(at)) {
        await flush(path.dirname(at));
      }
    },
  };
}

/** A folder name that says nothing about whose files are in it. */
export function ownerFolder(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 32);
}

/** SHA-256 in hex of a file's bytes, and the first of them. */
export async function readDigest(file: string): Promise<{ hash: Sha256; head: Uint8Array }> {
  const hasher = createHash('sha256');
  let head = new Uint8Array();
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    if (head.length < 16) head = new Uint8Array([...head, ...chunk.subarray(0, 16)]);
    hasher.update(chunk);
  }
  return { hash: hasher.digest('hex'), head };
}

async function flush(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
