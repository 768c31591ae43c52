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

/** How much goes into a piece at most. */
export type PieceSizes = {
  readonly indexRows: number;
  /** Characters of details. */
  readonly detailChars: number;
};

/** About 35 KB on the wire, some seconds on EDGE, so that a cut costs little. */
const PIECES: PieceSizes = { indexRows: 2_600, detailChars: 400_000 };
/** 11 saves 6% of the bytes, and takes eight times as long and 90 MB more. */
const QUALITY = 9;

/** The hash of an index, the same on the phone and here. */
function indexHashOf(entries: readonly CatalogueEntry[]): string {
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
  { indexRows, detailChars }: PieceSizes = PIECES,
): Promise<Manifest> {
  const index = packer(keep);
  const ordered = inCodeOrder(entries);
  for (let at = 0; at < ordered.length; at += indexRows) {
    await index.add(JSON.stringify(packIndex(ordered.slice(at, at + indexRows))));
  }

  const pocket = gatherer(packer(keep), detailChars);
  const rest = gatherer(packer(keep), detailChars);
  for await (const { rev, inPocket, body } of details) await (inPocket ? pocket : rest).add(`[${rev},${body}]`);
  return {
    procedures: entries.length,
    indexHash: indexHashOf(entries),
    index: index.pack(),
    pocket: await pocket.end(),
    rest: await rest.end(),
  };
}

function packer(keep: (chunk: Chunk) => Promise<void>) {
  const chunks: { hash: string; bytes: number }[] = [];
  let [bytes, plain] = [0, 0];
  return {
    async add(text: string): Promise<void> {
      const chunk = await chunkOf(text);
      await keep(chunk);
      chunks.push({ hash: chunk.hash, bytes: chunk.brotli.byteLength });
      bytes += chunk.brotli.byteLength;
      plain += chunk.plainSize;
    },
    pack: (): Pack => ({ bytes, plain, chunks }),
  };
}

function gatherer(pack: ReturnType<typeof packer>, most: number) {
  let parts: string[] = [];
  let length = 0;
  const flush = async (): Promise<void> => {
    if (parts.length > 0) await pack.add(`[${parts.join(',')}]`);
    parts = [];
    length = 0;
  };
  return {
    async add(part: string): Promise<void> {
      if (length > 0 && length + part.length > most) await flush();
      parts.push(part);
      length += part.length;
    },
    async end(): Promise<Pack> {
      await flush();
      return pack.pack();
    },
  };
}

async function chunkOf(text: string): Promise<Chunk> {
  const plain = Buffer.from(text, 'utf8');
  const brotli = await compress(plain, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: plain.byteLength,
      // A window as large as the piece; a larger one costs memory and finds nothing.
      [constants.BROTLI_PARAM_LGWIN]: 20,
    },
  });
  return { hash: createHash('sha256').update(plain).digest('hex'), plainSize: plain.byteLength, brotli };
}
