import { types } from 'pg';
import { assert } from '#core/assert.ts';

/**
 * How values travel, the same on both engines: parameters go out as PostgreSQL's text format and answers
 * are read from it here, so that neither driver's own idea of a bigint or a date shows anywhere.
 */

const OID = { int8: 20, date: 1082 } as const;

/** A parameter in PostgreSQL's text format. Objects are JSON; a JSON array must come as text, since an array is an SQL array. */
export function toText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  if (Array.isArray(value)) return `{${value.map(toElement).join(',')}}`;
  return JSON.stringify(value);
}

/** Reads a column's text by its type. A bigint is a number: ours are counts, bytes and đồng, all below 2^53. */
export function parserOf(oid: number): (text: string) => unknown {
  if (oid === OID.int8) return toSafeNumber;
  if (oid === OID.date) return (text) => text;
  const parse: (text: string) => unknown = types.getTypeParser(oid, 'text');
  return parse;
}

function toElement(value: unknown): string {
  const text = toText(value);
  return text === null ? 'NULL' : `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

function toSafeNumber(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), 'a bigint that a number can hold');
  return value;
}
