import { createWriteStream, type Stats } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import { DataStore, Upload } from '@tus/server';
import { FileRef, type Sha256 } from '#core/dossier/dossier.ts';
import { UploadRefused } from './refused.ts';
import type { Room } from './room.ts';
import { ownerFolder } from './vault.ts';

/** An upload that has begun: what the client said it will be, and how much of it is here. */
export type Begun = { readonly file: FileRef; readonly offset: number; readonly path: string };

/** An upload's id for tus, and its place in the folder: owner and hash together, so that owners never meet. */
export function uploadId(owner: string, hash: Sha256): string {
  return `${ownerFolder(owner)}/${hash}`;
}

/**
 * Where tus keeps bytes that are not all here yet: each upload a file of bytes and a file of what was
 * announced. The package's own file store is not used since it starts an upload over when it is begun
 * again, and hides a full disk behind a general error.
 */
export class UploadStore extends DataStore {
  readonly #folder: string;
  readonly #wholeAt: (id: string) => string;
  readonly #hasRoom: Room;

  /** `wholeAt` tells where the verified file of an id is, once there is one. */
  constructor(folder: string, wholeAt: (id: string) => string, hasRoom: Room) {
    super();
    this.extensions = ['creation', 'creation-with-upload'];
    this.#folder = folder;
    this.#wholeAt = wholeAt;
    this.#hasRoom = hasRoom;
  }

  /** Begins an upload; one that has begun with the same size and type keeps what has arrived. */
  override async create(upload: Upload): Promise<Upload> {
    const file = announced(upload);
    const before = await this.findBegun(upload.id);
    const goesOn = before?.file.size === file.size && before.file.type === file.type;
    if (goesOn || (await statIf(this.#wholeAt(upload.id)))) return upload;
    const target = this.#pathOf(upload.id);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await writeFile(target, '', { mode: 0o600 });
    await writeFile(`${target}.making`, JSON.stringify(file), { mode: 0o600 });
    await rename(`${target}.making`, `${target}.json`);
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const whole = await statIf(this.#wholeAt(id));
    if (whole) return new Upload({ id, size: whole.size, offset: whole.size });
    const begun = await this.findBegun(id);
    if (!begun) throw new UploadRefused({ code: 'notFound' });
    return new Upload({ id, size: begun.file.size, offset: begun.offset });
  }

  /** Answers how much is here afterwards. What comes again with a second creation is what is here already. */
  override async write(bytes: Readable, id: string, offset: number): Promise<number> {
    const whole = await statIf(this.#wholeAt(id));
    if (whole) {
      await finished(bytes.resume());
      return whole.size;
    }
    const target = this.#pathOf(id);
    await pipeline(bytes, whileRoom(this.#hasRoom), createWriteStream(target, { flags: 'r+', start: offset }));
    return (await stat(target)).size;
  }

  override async remove(id: string): Promise<void> {
    const target = this.#pathOf(id);
    await rm(`${target}.json`, { force: true });
    await rm(target, { force: true });
  }

  async findBegun(id: string): Promise<Begun | null> {
    const target = this.#pathOf(id);
    const [file, bytes] = await Promise.all([readAnnounced(`${target}.json`), statIf(target)]);
    return file && bytes ? { file, offset: bytes.size, path: target } : null;
  }

  /** Bytes that an owner's unfinished uploads will take once they are whole, leaving out one of them. */
  async promised(owner: string, except: Sha256): Promise<number> {
    const folder = this.#pathOf(ownerFolder(owner));
    const names = (await listIf(folder)).filter((name) => name.endsWith('.json') && !name.startsWith(except));
    const files = await Promise.all(names.map(async (name) => await readAnnounced(path.join(folder, name))));
    return files.reduce((sum, file) => sum + (file?.size ?? 0), 0);
  }

  /** Removes uploads that nobody has continued since `before` (milliseconds since the epoch); answers how many. */
  async sweep(before: number): Promise<number> {
    let swept = 0;
    for (const owner of await listIf(this.#folder)) {
      for (const name of await listIf(this.#pathOf(owner))) {
        const id = `${owner}/${name}`;
        const bytes = name.endsWith('.json') ? null : await statIf(this.#pathOf(id));
        if (!bytes || bytes.mtimeMs >= before) continue;
        await this.remove(id);
        swept += 1;
      }
    }
    return swept;
  }

  #pathOf(id: string): string {
    return path.join(this.#folder, id);
  }
}

/** What a client announces of a file before its bytes come. */
export function announced(upload: Upload): FileRef {
  const file = FileRef.safeParse({
    hash: path.basename(upload.id),
    size: upload.size,
    type: upload.metadata?.['type'],
  });
  if (file.success) return file.data;
  const fields = file.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new UploadRefused({ code: 'malformed', detail: `upload: ${fields}` });
}

/** Uploads that begin while there is room may be more together than there is room for: every piece asks again. */
function whileRoom(hasRoom: Room): Transform {
  return new Transform({
    transform: (piece: Buffer, _encoding, taken) => {
      hasRoom(piece.length).then(
        (room) => (room ? taken(null, piece) : taken(new UploadRefused({ code: 'storageFull' }))),
        (error: Error) => taken(error),
      );
    },
  });
}

/** What was announced; null when it was not, or a power cut has emptied the file, which is not flushed. */
async function readAnnounced(file: string): Promise<FileRef | null> {
  try {
    return FileRef.safeParse(JSON.parse(await readFile(file, 'utf8'))).data ?? null;
  } catch (error) {
    if (isCode(error, 'ENOENT') || error instanceof SyntaxError) return null;
    throw error;
  }
}

async function statIf(file: string): Promise<Stats | null> {
  try {
    return await stat(file);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

async function listIf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
