import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { inCodeOrder, packIndex, type CatalogueEntry } from '#core/procedure/entry.ts';
import type { Manifest, Pack } from '#core/procedure/manifest.ts';
import { sha256 } from '#server/commands/digest.ts';

const compress = promisify(brotliCompress);

export type Chunk = { readonly hash: string; readonly plainSize: number; readonly brotli: Buffer };

/** One procedure's details: its JSON as it was hashed, and the version it is of. */
export type Detail = {
  readonly code: string;
  readonly field: string;
  readonly rev: number;
  readonly inPocket: boolean;
  readonly body: string;
};

/** Unpacked size of a piece: about 25 KB on the wire, some seconds on EDGE, so that a cut costs little. */
const CHUNK_CHARS = 200_000;
const INDEX_ROWS = 1_000;
/** The pocket is fetched by every phone; the rest by few, and it is large. */
const QUALITY = { best: 11, fast: 9 } as const;

/** The hash of an index, the same on the phone and here. */
export function indexHashOf(entries: readonly CatalogueEntry[]): string {
  return sha256(JSON.stringify(packIndex(inCodeOrder(entries))));
}

/**
 * Cuts a version into pieces and packs them. `details` must come in the order of fields, in which neighbours
 * repeat each other's words: that is half the compression. Each piece is handed to `keep` as it is made.
 */
export async function packVersion(
  entries: readonly CatalogueEntry[],
  details: AsyncIterable<Detail>,
  keep: (chunk: Chunk) => Promise<void>,
): Promise<Manifest> {
  const index = packer(QUALITY.best, keep);
  const ordered = inCodeOrder(entries);
  for (let at = 0; at < ordered.length; at += INDEX_ROWS) {
    await index.add(JSON.stringify(packIndex(ordered.slice(at, at + INDEX_ROWS))));
  }

  const pocket = gatherer(packer(QUALITY.best, keep));
  const rest = gatherer(packer(QUALITY.fast, keep));
  for await (const { rev, inPocket, body } of details) await (inPocket ? pocket : rest).add(`[${rev},${body}]`);
  return {
    procedures: entries.length,
    indexHash: indexHashOf(entries),
    index: index.pack(),
    pocket: await pocket.end(),
    rest: await rest.end(),
  };
}

function packer(quality: number, keep: (chunk: Chunk) => Promise<void>) {
  const chunks: { hash: string; bytes: number }[] = [];
  let [bytes, plain] = [0, 0];
  return {
    async add(text: string): Promise<void> {
      const chunk = await chunkOf(text, quality);
      await keep(chunk);
      chunks.push({ hash: chunk.hash, bytes: chunk.brotli.byteLength });
      bytes += chunk.brotli.byteLength;
      plain += chunk.plainSize;
    },
    pack: (): Pack => ({ bytes, plain, chunks }),
  };
}

function gatherer(pack: ReturnType<typeof packer>) {
  let parts: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    if (parts.length > 0) await pack.add(`[${parts.join(',')}]`);
    parts = [];
    length = 0;
  };
  return {
    async add(part: string): Promise<void> {
      if (length > 0 && length + part.length > CHUNK_CHARS) await flush();
      parts.push(part);
      length += part.length;
    },
    async end(): Promise<Pack> {
      await flush();
      return pack.pack();
    },
  };
}

async function chunkOf(text: string, quality: number): Promise<Chunk> {
  const plain = Buffer.from(text, 'utf8');
  const brotli = await compress(plain, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.byteLength,
    },
  });
  return { hash: createHash('sha256').update(plain).digest('hex'), plainSize: plain.byteLength, brotli };
}
