import type * as z from 'zod/mini';
import type { TransportFailure } from '#core/ports.ts';
import { ErrorBody } from '#protocol/http.ts';

/** No answer of our server is larger; a portal's endless page is given up here. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Without a byte for so long, a connection is given up. A body to send is granted a second for each 4 KB besides. */
const STALL_MS = 30_000;
const SLOWEST_BYTES_PER_MS = 4;

/** Below this a body fits a packet or two anyway. */
const WORTH_PACKING_BYTES = 1_000;
/** A hundred kilobytes take a slow phone some tens of milliseconds. */
const PACKING_MS = 3_000;

export type Answer<T> =
  | { readonly ok: true; readonly value: T; readonly bytes: number }
  | { readonly ok: false; readonly failure: TransportFailure };

export type Caller = {
  readonly fetch: typeof fetch;
  /** Milliseconds without a byte before giving up; 30,000 unless said. */
  readonly stallMs?: number;
  /** Sent along with a body. */
  readonly headers?: Readonly<Record<string, string>>;
};

/**
 * One request of our own. Only an answer that parses, as what was asked for or as a typed refusal, comes from
 * our server; a redirect, a portal's page, a proxy's error and half a body do not. `bytes` counts both ways.
 */
export async function call<S extends z.ZodMiniType>(
  caller: Caller,
  url: string,
  body: unknown,
  schema: S,
): Promise<Answer<z.infer<S>>> {
  const sent = body === undefined ? null : body instanceof Blob ? asItIs(body) : await pack(JSON.stringify(body));
  const got = await receive(caller, url, sent);
  if (!got.ok) return got;
  const { status, headers } = got;
  const json = parseJson(new TextDecoder().decode(got.body));
  if (status >= 200 && status < 300) {
    const parsed = schema.safeParse(json);
    if (!parsed.success) return { ok: false, failure: { code: 'notOurs' } };
    return { ok: true, value: parsed.data, bytes: (sent?.size ?? 0) + got.body.length };
  }
  return { ok: false, failure: refusalOf(json, headers.get('Retry-After')) ?? { code: 'notOurs' } };
}

/** The bytes of a file the server keeps, as the type it says. */
export async function download(caller: Caller, url: string): Promise<Answer<Blob>> {
  const got = await receive(caller, url, null);
  if (!got.ok) return got;
  const { status, headers, body } = got;
  if (status !== 200) {
    const json = parseJson(new TextDecoder().decode(body));
    return { ok: false, failure: refusalOf(json, headers.get('Retry-After')) ?? { code: 'notOurs' } };
  }
  const type = headers.get('Content-Type') ?? '';
  // A file is never a page: what answers with one stands between us and the server.
  if (type.startsWith('text/html')) return { ok: false, failure: { code: 'notOurs' } };
  return { ok: true, value: new Blob([body], { type }), bytes: body.length };
}

/** A typed refusal, or null for anything else. `retryAfter`: the header's seconds, as text. */
export function refusalOf(json: unknown, retryAfter: string | null): TransportFailure | null {
  const parsed = ErrorBody.safeParse(json);
  if (!parsed.success) return null;
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
  return { code: 'refused', refusal: parsed.data.error, retryAfterMs };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

type Received =
  | { readonly ok: true; readonly status: number; readonly headers: Headers; readonly body: Uint8Array<ArrayBuffer> }
  | { readonly ok: false; readonly failure: TransportFailure };

type Sent = {
  readonly body: Uint8Array<ArrayBuffer> | Blob;
  /** Bytes of the body. */
  readonly size: number;
  readonly headers: Readonly<Record<string, string>>;
};

/** A file is not read into memory. */
function asItIs(body: Blob): Sent {
  return { body, size: body.size, headers: { 'Content-Type': 'application/octet-stream' } };
}

/**
 * JSON as it travels: what people write takes a third of its bytes as gzip, and the way up is the slow one. Packing
 * only spares bytes: where it fails or does not come to an end, the text goes as it is.
 */
async function pack(text: string): Promise<Sent> {
  const plain = new TextEncoder().encode(text);
  const headers = { 'Content-Type': 'application/json' };
  if (plain.length < WORTH_PACKING_BYTES || !('CompressionStream' in globalThis))
    return { body: plain, size: plain.length, headers };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PACKING_MS);
  });
  const bytes = await Promise.race([gzip(plain).catch(() => null), tooLong]);
  clearTimeout(timer);
  if (!bytes) return { body: plain, size: plain.length, headers };
  return { body: bytes, size: bytes.length, headers: { ...headers, 'Content-Encoding': 'gzip' } };
}

async function gzip(plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
  const { readable, writable } = new CompressionStream('gzip');
  const writer = writable.getWriter();
  const written = writer.write(plain).then(() => writer.close());
  const [bytes] = await Promise.all([readAll(readable, () => undefined), written]);
  return bytes;
}

async function receive(caller: Caller, url: string, sent: Sent | null): Promise<Received> {
  const stallMs = caller.stallMs ?? STALL_MS;
  const abort = new AbortController();
  const giveUp = (): void => abort.abort();
  let timer = setTimeout(giveUp, stallMs + (sent?.size ?? 0) / SLOWEST_BYTES_PER_MS);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, stallMs);
  };
  let begun = false;
  try {
    const response = await caller.fetch(url, {
      method: sent === null ? 'GET' : 'POST',
      credentials: 'same-origin',
      redirect: 'manual',
      cache: 'no-store',
      signal: abort.signal,
      ...(sent === null ? {} : { body: sent.body, headers: { ...sent.headers, ...caller.headers } }),
    });
    begun = true;
    alive();
    if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
      return { ok: false, failure: { code: 'notOurs' } };
    }
    const body = response.body ? await readAll(response.body, alive) : new Uint8Array();
    if (!body) return { ok: false, failure: { code: 'notOurs' } };
    return { ok: true, status: response.status, headers: response.headers, body };
  } catch {
    // `fetch` rejects with one error for every cause, so what was going on tells them apart.
    if (abort.signal.aborted) return { ok: false, failure: { code: 'timeout' } };
    return { ok: false, failure: { code: begun ? 'notOurs' : 'unreachable' } };
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

/** Null when there is more than any answer of ours. */
async function readAll(stream: ReadableStream<Uint8Array>, alive: () => void): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = stream.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    alive();
    size += value.length;
    if (size > MAX_ANSWER_BYTES) return null;
    parts.push(value);
  }
  const body = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return body;
}
