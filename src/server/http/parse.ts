import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type * as z from 'zod/mini';
import type { RequestRefusal } from '#core/sync/messages.ts';

const unzip = promisify(gunzip);

/** Deeper JSON than any message of ours; it would only serve to exhaust a stack. */
const MAX_JSON_DEPTH = 32;

export type Parsed =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly refusal: RequestRefusal };

/** Reads a JSON body, plain or as gzip, no further than `limit` bytes either way, and parses it by the schema. */
export async function parseBody(request: Request, schema: z.ZodMiniType, limit: number): Promise<Parsed> {
  const type = request.headers.get('Content-Type') ?? '';
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type)) return malformed('the body is not JSON');
  const encoding = request.headers.get('Content-Encoding');
  if (encoding !== null && encoding !== 'gzip') return malformed('the body is encoded');

  const body = await readAtMost(request, limit);
  const bytes = encoding === null || typeof body === 'string' ? body : await unzipAtMost(body, limit);
  if (bytes === 'notGzip') return malformed('the body is not gzip');
  if (bytes === 'cutShort') return malformed('the body ends early');
  if (bytes === 'tooLarge') return { ok: false, refusal: { code: 'tooLarge', limit } };

  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return malformed('the body is not JSON');
  }
  if (!isPlain(json, MAX_JSON_DEPTH)) return malformed('the body is nested too deep');
  return parseBy(schema, json, 'body');
}

/** Parses the query by the schema. A name that comes twice is refused: two readers would see two values. */
export function parseQuery(url: string, schema: z.ZodMiniType): Parsed {
  const pairs = [...new URL(url).searchParams];
  const values = Object.fromEntries(pairs);
  if (Object.keys(values).length !== pairs.length) return malformed('query: a name comes twice');
  // No database keeps or finds it.
  if (pairs.some(([, text]) => text.includes('\0'))) return malformed('query: a null character');
  return parseBy(schema, values, 'query');
}

function parseBy(schema: z.ZodMiniType, value: unknown, where: string): Parsed {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const issues = parsed.error.issues.flatMap((issue) => nearest(issue, [where]));
  return malformed(issues.slice(0, 5).join('; '));
}

/** Where a value may be one of several, what it lacks to be the one it comes nearest to. */
function nearest(issue: z.core.$ZodIssue, within: readonly PropertyKey[]): string[] {
  const path = [...within, ...issue.path];
  const choices = issue.code === 'invalid_union' ? issue.errors.filter((errors) => errors.length > 0) : [];
  const [choice] = choices.toSorted((a, b) => a.length - b.length);
  return choice?.flatMap((inner) => nearest(inner, path)) ?? [`${path.map(String).join('.')}: ${issue.code}`];
}

function malformed(detail: string): Parsed {
  return { ok: false, refusal: { code: 'malformed', detail: detail.slice(0, 300) } };
}

async function readAtMost(request: Request, limit: number): Promise<Uint8Array | 'tooLarge' | 'cutShort'> {
  if (Number(request.headers.get('Content-Length') ?? 0) > limit) return 'tooLarge';
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.byteLength;
      if (size > limit) return 'tooLarge';
      chunks.push(next.value);
    }
  } catch {
    return 'cutShort';
  } finally {
    reader.releaseLock();
  }
  return Buffer.concat(chunks, size);
}

/** Stops as soon as the limit is passed, however much more the body would grow to. */
async function unzipAtMost(body: Uint8Array, limit: number): Promise<Uint8Array | 'tooLarge' | 'notGzip'> {
  try {
    return await unzip(body, { maxOutputLength: limit });
  } catch (error) {
    return error instanceof RangeError ? 'tooLarge' : 'notGzip';
  }
}

/** No deeper than `depth`, and without the key that turns an assignment into a change of prototype. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth === 0 || Object.hasOwn(value, '__proto__')) return false;
  return Object.values(value).every((inner) => isPlain(inner, depth - 1));
}
