import { createGunzip } from 'node:zlib';

/** The longest record that is read: the longest of the harvest of 2026-07-18 has 150 KB. */
const MAX_LINE_BYTES = 2 * 1024 * 1024;

/** One line of the file, without its end. `number` counts from 1. */
export type Line =
  | {
      readonly kind: 'text';
      readonly number: number;
      readonly bytes: number;
      readonly text: string;
      readonly last: boolean;
    }
  /** More bytes than `MAX_LINE_BYTES`; they were let go as they came. */
  | { readonly kind: 'tooLong'; readonly number: number; readonly bytes: number }
  /** Not UTF-8. */
  | { readonly kind: 'encoding'; readonly number: number; readonly bytes: number };

/** The file itself cannot be read to its end, so nothing of it counts. `line`: where it stopped. */
export class Unreadable extends Error {
  readonly code: 'truncated' | 'damaged' | 'encoding' | 'tooLarge';
  readonly line: number;
  constructor(code: Unreadable['code'], line: number) {
    super(`${code} at line ${line}`);
    this.code = code;
    this.line = line;
  }
}

const NEWLINE = 10;
/** No file of ours unpacks to more: a small archive that does is made to fill a memory or a disk. */
const MAX_TOTAL_BYTES = 1024 * 1024 * 1024;

/**
 * The lines of a file, packed with gzip or not, read as they come; no more than one line is held.
 *
 * @throws Unreadable
 */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let number = 0;
  let size = 0;
  let total = 0;
  let kept: Buffer[] = [];

  const take = (part: Buffer): void => {
    size += part.byteLength;
    if (size <= MAX_LINE_BYTES) kept.push(part);
    else kept = [];
  };
  const finish = (last: boolean): Line => {
    number += 1;
    const line = lineOf(Buffer.concat(kept), number, size, last);
    kept = [];
    size = 0;
    return line;
  };

  try {
    for await (const chunk of unpacked(bytes)) {
      total += chunk.byteLength;
      if (total > MAX_TOTAL_BYTES) throw new Unreadable('tooLarge', number + 1);
      if (number === 0 && total === chunk.byteLength && isUtf16(chunk)) throw new Unreadable('encoding', 1);
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        take(chunk.subarray(from, end));
        from = end + 1;
        yield finish(false);
      }
      if (from < chunk.byteLength) take(chunk.subarray(from));
    }
  } catch (error) {
    throw unreadable(error, number + 1);
  }
  if (size > 0) yield finish(true);
}

function lineOf(bytes: Buffer, number: number, size: number, last: boolean): Line {
  if (size > MAX_LINE_BYTES) return { kind: 'tooLong', number, bytes: size };
  try {
    // The decoder drops a byte order mark at the beginning.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { kind: 'text', number, bytes: size, text: text.trim(), last };
  } catch {
    return { kind: 'encoding', number, bytes: size };
  }
}

/** The bytes themselves, or what they unpack to when they begin as gzip does (RFC 1952). */
async function* unpacked(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const iterator = bytes[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let length = 0;
  // A stream may begin with a single byte.
  while (length < 2) {
    const next = await iterator.next();
    if (next.done === true) break;
    head.push(next.value);
    length += next.value.byteLength;
  }
  const first = Buffer.concat(head);
  const all = (async function* () {
    if (first.byteLength > 0) yield first;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield asBuffer(next.value);
  })();
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* all;
    return;
  }
  const gunzip = createGunzip();
  const feeding = feed(all, gunzip);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
    await feeding;
  } finally {
    gunzip.destroy();
    await feeding.catch(() => undefined);
  }
}

async function feed(from: AsyncIterable<Buffer>, gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  try {
    for await (const chunk of from) {
      if (gunzip.destroyed) return;
      if (!gunzip.write(chunk)) await drained(gunzip);
    }
    gunzip.end();
  } catch (error) {
    gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

async function drained(stream: ReturnType<typeof createGunzip>): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off('drain', done);
      stream.off('close', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
  });
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function isUtf16(bytes: Uint8Array): boolean {
  const [a, b] = bytes;
  return (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || (a === 0x7b && b === 0) || (a === 0 && b === 0x7b);
}

function unreadable(error: unknown, line: number): unknown {
  if (error instanceof Unreadable) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'Z_BUF_ERROR') return new Unreadable('truncated', line);
  return code.startsWith('Z_') ? new Unreadable('damaged', line) : error;
}
