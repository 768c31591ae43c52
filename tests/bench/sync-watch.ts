import { gunzipSync } from 'node:zlib';
import type { Page, Request } from 'playwright-core';
import { SyncRequest } from '#core/sync/messages.ts';

/** What a page asked for, and what it sent although the server had said that it holds it. */
export type Watched = {
  readonly requests: Record<string, number>;
  /** Bytes of files and commands that had been acknowledged before they were sent. */
  readonly acknowledgedAgain: { bytes: number; commands: number };
};

/** Follows the requests of a page that reach for the server; those without any signal are not counted. */
export function watchRequests(page: Page): Watched {
  const watched: Watched = { requests: {}, acknowledgedAgain: { bytes: 0, commands: 0 } };
  const held = new Map<string, number>();
  const answered = new Set<number>();

  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    count(watched.requests, `${request.method()} ${pathname.replace(/[0-9a-f]{64}$|[0-9a-f-]{36}(?=\/|$)/, '…')}`, 1);
    const from = offsetSent(request);
    if (from !== null) watched.acknowledgedAgain.bytes += Math.max(0, (held.get(pathname) ?? 0) - from);
    if (pathname === '/api/sync') {
      const seqs = commandsOf(request);
      watched.acknowledgedAgain.commands += seqs.filter((seq) => answered.has(seq)).length;
    }
  });
  page.on('requestfailed', (request) => {
    const { pathname } = new URL(request.url());
    if (!/REFUSED|DISCONNECTED/.test(request.failure()?.errorText ?? '')) return;
    count(watched.requests, `${request.method()} ${pathname.replace(/[0-9a-f]{64}$|[0-9a-f-]{36}(?=\/|$)/, '…')}`, -1);
  });
  page.on('requestfinished', (request) => {
    if (!request.url().endsWith('/api/sync')) return;
    // Our server answers every command of a request that it serves at all.
    void request.response().then((response) => {
      if (response?.ok()) for (const seq of commandsOf(request)) answered.add(seq);
    });
  });
  page.on('response', (response) => {
    const { pathname } = new URL(response.url());
    const offset = Number(response.headers()['upload-offset']);
    if (Number.isFinite(offset)) held.set(pathname, offset);
  });
  return watched;
}

/** Where in the file the bytes of an upload request begin; null when it carries none. */
function offsetSent(request: Request): number | null {
  const headers = request.headers();
  if (headers['content-type'] !== 'application/offset+octet-stream') return null;
  return Number(headers['upload-offset'] ?? 0);
}

function commandsOf(request: Request): number[] {
  const body = request.postDataBuffer();
  if (!body) return [];
  const text = (body[0] === 0x1f ? gunzipSync(body) : body).toString();
  const parsed = SyncRequest.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data.commands.map((command) => command.seq) : [];
}

function count(counts: Record<string, number>, name: string, by: number): void {
  counts[name] = (counts[name] ?? 0) + by;
  if (counts[name] === 0) delete counts[name];
}
