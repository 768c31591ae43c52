import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Server } from '@tus/server';
import * as z from 'zod/mini';
import type { FileRef, Sha256 } from '#core/dossier/dossier.ts';
import { uploadPath } from '#protocol/http.ts';
import { recordFile } from '#server/commands/papers.ts';
import type { SqlLedger } from '#server/commands/sql-ledger.ts';
import { refused } from '#server/http/refused.ts';
import { CHECKSUM_MISMATCH, UploadRefused } from './refused.ts';
import { FULL_RETRY_SECONDS, type Room } from './room.ts';
import { sniff } from './sniff.ts';
import { UploadStore, announced, uploadId, type Begun } from './upload-store.ts';
import { openVault, readDigest, type FileVault } from './vault.ts';

export type UploadOptions = {
  /** Holds `files/` and `uploads/`. */
  readonly dataDir: string;
  readonly ledger: SqlLedger;
  readonly hasRoom: Room;
  /** Server time in milliseconds. */
  readonly now: () => number;
  /** Bytes that one owner's unfinished uploads may come to. */
  readonly quota?: number;
};

export type Uploads = {
  /** Answers one tus request of an owner for one file. */
  handle(request: Request, owner: string, hash: Sha256): Promise<Response>;
  /** Removes uploads that nobody has continued for two weeks; answers how many. */
  sweep(): Promise<number>;
  readonly vault: FileVault;
};

const MAX_BYTES = 10 * 1024 * 1024;
const QUOTA = 200 * 1024 * 1024;
const ABANDONED_MS = 14 * 24 * 60 * 60_000;

/** One request on its way through the tus library, and what it brings back besides a response. */
type Passage = {
  readonly owner: string;
  readonly hash: Sha256;
  refused: UploadRefused | null;
  /** A bug or a database that is away: not for the tus library to hide. */
  failed: Error | null;
};

/** What the tus library throws of its own. */
const TusError = z.object({ status_code: z.int(), body: z.string() });

/**
 * Takes files in by tus. The library neither verifies nor flushes, so that is done here before the last
 * byte is acknowledged: digest and type are checked, file and folders flushed, the file moved into place,
 * its row written, and every dossier completed for which it was the last. Cut off anywhere in between, the
 * next request for the same file takes it up where it stopped.
 */
export function openUploads(options: UploadOptions): Uploads {
  const { ledger, hasRoom, now, quota = QUOTA } = options;
  const vault = openVault(path.join(options.dataDir, 'files'));
  const store = new UploadStore(path.join(options.dataDir, 'uploads'), (id) => vault.pathById(id), hasRoom);
  const passages = new WeakMap<object, Passage>();
  const inTurn = turns();

  const passageOf = (request: object): Passage => {
    const passage = passages.get(request);
    if (!passage) throw new Error('A request that did not come through handle()');
    return passage;
  };
  const idOf = (request: object) => uploadId(passageOf(request).owner, passageOf(request).hash);

  const tus = new Server({
    path: '/api/uploads',
    datastore: store,
    maxSize: MAX_BYTES,
    // The app has the server's own origin; no other page may upload.
    allowedOrigins: () => false,
    namingFunction: (request) => idOf(request),
    getFileIdFromRequest: (request) => idOf(request),
    generateUrl: (request) => uploadPath(passageOf(request).hash),
    onUploadCreate: async (request, upload) => {
      const { owner, hash } = passageOf(request);
      const file = announced(upload);
      if ((await store.promised(owner, hash)) + file.size > quota) throw new UploadRefused({ code: 'tooMany' });
      return {};
    },
    onUploadFinish: async (request) => {
      const { owner, hash } = passageOf(request);
      await inTurn(idOf(request), async () => await settle(owner, hash));
      return {};
    },
    onResponseError: (request, error) => {
      const passage = passageOf(request);
      if (error instanceof UploadRefused) passage.refused = error;
      else if (error instanceof Error) passage.failed = error;
      else passage.refused = fromTus(error);
      return undefined;
    },
  });

  /** Brings an upload whose bytes are all here to its end, from wherever an earlier attempt stopped. */
  async function settle(owner: string, hash: Sha256): Promise<void> {
    const place = vault.pathOf(owner, hash);
    if (existsSync(place) && (await isRecorded(owner, hash))) return;
    const found = await verifiedAt(place, hash);
    if (found) await vault.keep(owner, hash);
    const file = found ?? (await takeIn(owner, hash));
    if (file) await ledger.transaction(async (tx) => await recordFile(tx, owner, file, now()));
  }

  async function settleBefore(owner: string, hash: Sha256): Promise<void> {
    try {
      await inTurn(uploadId(owner, hash), async () => await settle(owner, hash));
    } catch (error) {
      // What was here did not have this hash and is gone: the upload starts over, as this request will find by itself.
      if (!(error instanceof UploadRefused)) throw error;
    }
  }

  async function isRecorded(owner: string, hash: Sha256): Promise<boolean> {
    return await ledger.transaction(async ({ sql }) => {
      const { rows } = await sql.query('SELECT 1 FROM file WHERE owner = $1 AND hash = $2', [owner, hash]);
      return rows.length > 0;
    });
  }

  async function takeIn(owner: string, hash: Sha256): Promise<FileRef | null> {
    const id = uploadId(owner, hash);
    const begun = await store.findBegun(id);
    if (!begun || begun.offset < begun.file.size) return null;
    const problem = await problemOf(begun);
    if (problem) {
      await store.remove(id);
      throw problem;
    }
    await vault.takeIn(owner, hash, begun.path);
    await store.remove(id);
    return begun.file;
  }

  return {
    vault,
    handle: async (request, owner, hash) => {
      const passage: Passage = { owner, hash, refused: null, failed: null };
      passages.set(request, passage);
      try {
        const brings = request.method === 'POST' || request.method === 'PATCH';
        if (brings && !(await hasRoom())) return inProtocol(new UploadRefused({ code: 'storageFull' }));
        if (request.method !== 'OPTIONS') await settleBefore(owner, hash);
        const answer = await tus.handleWeb(request);
        if (passage.failed) throw passage.failed;
        if (passage.refused) return inProtocol(passage.refused);
        // What the library refuses before it has a look at the upload it says in plain text.
        return answer.status < 400
          ? answer
          : inProtocol(fromTus({ status_code: answer.status, body: await answer.text() }));
      } catch (error) {
        if (isDiskFull(error)) return inProtocol(new UploadRefused({ code: 'storageFull' }));
        throw error;
      }
    },
    sweep: async () => await store.sweep(now() - ABANDONED_MS),
  };
}

async function problemOf(begun: Begun): Promise<UploadRefused | null> {
  const { hash, head } = await readDigest(begun.path);
  if (hash !== begun.file.hash) {
    return new UploadRefused(
      { code: 'malformed', detail: 'upload: the bytes do not have this hash' },
      CHECKSUM_MISMATCH,
    );
  }
  if (sniff(head) !== begun.file.type) {
    return new UploadRefused({ code: 'malformed', detail: 'upload: the bytes are not of this type' });
  }
  return null;
}

/** A file in its place without a row: the server stopped between the two. What is not the file any more is removed. */
async function verifiedAt(file: string, hash: Sha256): Promise<FileRef | null> {
  if (!existsSync(file)) return null;
  const found = await readDigest(file);
  const type = sniff(found.head);
  if (found.hash === hash && type) return { hash, size: found.size, type };
  await rm(file, { force: true });
  return null;
}

/** An error of the tus protocol keeps its status, by which clients know what to do, and gets a body of ours. */
function fromTus(error: unknown): UploadRefused {
  const { status_code: status, body } = TusError.parse(error);
  if (status === 404 || status === 410) return new UploadRefused({ code: 'notFound' });
  if (status === 413) return new UploadRefused({ code: 'tooLarge', limit: MAX_BYTES });
  return new UploadRefused({ code: 'malformed', detail: `upload: ${body.trim().slice(0, 200)}` }, status);
}

function inProtocol({ refusal, status }: UploadRefused): Response {
  const answer = refused(refusal, refusal.code === 'storageFull' ? FULL_RETRY_SECONDS : undefined);
  answer.headers.set('Tus-Resumable', '1.0.0');
  return new Response(answer.body, { status, headers: answer.headers });
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** Runs what concerns one key one after the other, and different keys side by side. */
function turns() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (last.get(key) === mine) last.delete(key);
    }
  };
}
