import { AUDIENCES, SEARCH_LEVELS } from './entry.ts';
import { END_OF_TEXT, prepareIndex, type SearchIndex, type StoredIndex } from './index.ts';

/**
 * An index as bytes, little-endian, made for brotli: a header of 32-bit numbers (what this is, its version, the
 * bytes of each section) and the sections, each padded to four bytes. Lists of texts are UTF-16 with a line
 * break after each.
 */
const MAGIC = 0x31495342; // "BSI1"
const VERSION = 1;

const TEXTS = ['codes', 'forms', 'fields', 'agencies', 'events'] as const;
const COLUMNS = {
  texts: Uint16Array,
  starts: Uint32Array,
  fieldOf: Uint16Array,
  agencyOf: Uint16Array,
  levelOf: Uint8Array,
  audienceOf: Uint8Array,
  popularityOf: Uint8Array,
  withdrawnOf: Uint8Array,
  eventsOf: Uint16Array,
} as const;
type Column = keyof typeof COLUMNS;
const COLUMN_NAMES = Object.keys(COLUMNS) as Column[];
const HEADER = 2 + TEXTS.length + COLUMN_NAMES.length;

export function encodeIndex(index: StoredIndex): Uint8Array<ArrayBuffer> {
  const sections = [...TEXTS.map((name) => utf16(index[name])), ...COLUMN_NAMES.map((name) => bytesOf(index[name]))];
  const size = sections.reduce((sum, { length }) => sum + padded(length), HEADER * 4);
  const bytes = new Uint8Array(size);
  new Uint32Array(bytes.buffer, 0, HEADER).set([MAGIC, VERSION, ...sections.map(({ length }) => length)]);
  let at = HEADER * 4;
  for (const section of sections) {
    bytes.set(section, at);
    at += padded(section.length);
  }
  return bytes;
}

/** The index again, its columns lying in `bytes`; null when these are not such bytes, whole and consistent. */
export function decodeIndex(bytes: Uint8Array<ArrayBuffer>): SearchIndex | null {
  // Columns of wider numbers must begin where those may.
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  if (aligned.length < HEADER * 4) return null;
  const [magic, version, ...lengths] = new Uint32Array(aligned.buffer, aligned.byteOffset, HEADER);
  if (magic !== MAGIC || version !== VERSION) return null;
  if (lengths.reduce((sum, length) => sum + padded(length), HEADER * 4) !== aligned.length) return null;

  let at = HEADER * 4;
  let section = 0;
  const next = <T>(read: (offset: number, length: number) => T): T => {
    const length = lengths[section] ?? 0;
    const value = read(aligned.byteOffset + at, length);
    at += padded(length);
    section += 1;
    return value;
  };
  const lists = TEXTS.map((name) => [name, next((offset, length) => lines(aligned.buffer, offset, length))] as const);
  const columns = COLUMN_NAMES.map((name) => {
    const Kind = COLUMNS[name];
    return [
      name,
      next((offset, length) => new Kind(aligned.buffer, offset, Math.floor(length / Kind.BYTES_PER_ELEMENT))),
    ] as const;
  });
  const stored = Object.fromEntries<unknown>([...lists, ...columns]) as StoredIndex;
  return isConsistent(stored) ? prepareIndex(stored) : null;
}

/** Every number points at something. */
function isConsistent(stored: StoredIndex): boolean {
  const count = stored.codes.length;
  const below = (column: Uint8Array | Uint16Array, limit: number) =>
    column.length === count && column.every((value) => value < limit);
  const { starts, texts } = stored;
  return (
    below(stored.fieldOf, stored.fields.length) &&
    below(stored.agencyOf, stored.agencies.length) &&
    below(stored.levelOf, SEARCH_LEVELS.length) &&
    below(stored.audienceOf, AUDIENCES.length) &&
    stored.popularityOf.length === count &&
    stored.withdrawnOf.length === count &&
    stored.eventsOf.length === count &&
    starts.length === count + 1 &&
    starts[0] === 0 &&
    starts[count] === texts.length &&
    starts.every((start, i) => i === 0 || (start > (starts[i - 1] ?? 0) && texts[start - 1] === END_OF_TEXT)) &&
    texts.every((form) => form < stored.forms.length)
  );
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

function bytesOf(column: Uint8Array | Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

function utf16(list: readonly string[]): Uint8Array {
  const text = list.map((line) => `${line}\n`).join('');
  return bytesOf(Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)));
}

function lines(buffer: ArrayBuffer, offset: number, length: number): string[] {
  const units = new Uint16Array(buffer, offset, Math.floor(length / 2));
  let text = '';
  // In pieces: a call takes a limited number of arguments.
  for (let at = 0; at < units.length; at += 8192) text += String.fromCharCode(...units.subarray(at, at + 8192));
  return text === '' ? [] : text.slice(0, -1).split('\n');
}
