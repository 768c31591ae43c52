import { gunzipSync } from 'node:zlib';
import type { Page, Request } from 'playwright-core';
import { SyncRequest } from '#core/sync/messages.ts';

/** What a page asked for, what it sent although the server had said that it holds it, and what cuts cost. */
export type Watched = {
  readonly requests: Record<string, number>;
  /** Bytes of files and commands that had been acknowledged before they were sent. */
  readonly acknowledgedAgain: { bytes: number; commands: number };
  /** Say when connections break: whatever is asked of an upload in flight from then on counts to this cut, until the next. */
  readonly cut: () => void;
  /** Say just before there is signal again. What is heard of before that had begun before the cut: such news comes late. */
  readonly restored: () => void;
  /** Requests that began after the last cut and have not ended. */
  readonly underWay: () => number;
  readonly extra: () => Extra;
};

/** Requests after a cut for the uploads that were in flight when it came. */
export type Extra = {
  /** Uploads in flight, over all cuts. */
  readonly uploads: number;
  readonly requests: number;
  /** For one upload after one cut. */
  readonly most: number;
  /** What those were, in turn, with how they ended. */
  readonly worst: readonly string[];
  /** Those that carried bytes before the server had been asked how much it holds. */
  readonly blind: number;
};

/** Follows the requests of a page that reach for the server; those without any signal are not counted. */
export function watchRequests(page: Page): Watched {
  const requests: Watched['requests'] = {};
  const acknowledgedAgain: Watched['acknowledgedAgain'] = { bytes: 0, commands: 0 };
  const held = new Map<string, number>();
  const answered = new Set<number>();
  /** Each request under way, and the cut it follows where it is for an upload that was in flight then. */
  const underWay = new Map<Request, SinceCut | null>();
  /** Of each upload, the last cut in which it was in flight. */
  const lastCut = new Map<string, SinceCut>();
  const cuts: SinceCut[] = [];
  let signal = true;
  /** Uploads of which a cut left open how much has arrived. */
  const unasked = new Set<string>();
  let blind = 0;

  const count = (request: Request, since: SinceCut | null, by: number): void => {
    const name = `${request.method()} ${pathOf(request).replace(/[0-9a-f]{64}$|[0-9a-f-]{36}(?=\/|$)/, '…')}`;
    requests[name] = (requests[name] ?? 0) + by;
    if (requests[name] === 0) delete requests[name];
    if (since) since.requests += by;
  };
  const breakOff = (path: string): void => {
    const since = { requests: 0, story: [] };
    lastCut.set(path, since);
    cuts.push(since);
    unasked.add(path);
  };
  const tell = (request: Request, what: string | number): void => {
    underWay.get(request)?.story.push(`${request.method()} ${what}`);
  };

  page.on('request', (request) => {
    const pathname = pathOf(request);
    const since = (signal && lastCut.get(pathname)) || null;
    underWay.set(request, since);
    count(request, since, 1);
    tell(request, 'asked');
    const from = offsetSent(request);
    if (signal && from !== null && unasked.has(pathname)) blind += 1;
    if (!signal && isUpload(pathname)) breakOff(pathname);
    if (from !== null) acknowledgedAgain.bytes += Math.max(0, (held.get(pathname) ?? 0) - from);
    if (pathname === '/api/sync') {
      const seqs = commandsOf(request);
      acknowledgedAgain.commands += seqs.filter((seq) => answered.has(seq)).length;
    }
  });
  page.on('requestfailed', (request) => {
    const cause = request.failure()?.errorText ?? '';
    tell(request, cause);
    // One that a cut broke had reached out, whatever its end is called.
    const since = underWay.get(request);
    if (since === undefined || !underWay.delete(request)) return;
    if (/REFUSED|DISCONNECTED/.test(cause)) count(request, since, -1);
  });
  page.on('requestfinished', (request) => {
    underWay.delete(request);
    if (!request.url().endsWith('/api/sync')) return;
    // Our server answers every command of a request that it serves at all.
    void request.response().then((response) => {
      if (response?.ok()) for (const seq of commandsOf(request)) answered.add(seq);
    });
  });
  page.on('response', (response) => {
    const pathname = pathOf(response);
    tell(response.request(), response.status());
    unasked.delete(pathname);
    const offset = response.headers()['upload-offset'];
    if (offset !== undefined) held.set(pathname, Number(offset));
  });
  return {
    requests,
    acknowledgedAgain,
    cut: () => {
      const paths = new Set([...underWay.keys()].map(pathOf));
      underWay.clear();
      signal = false;
      for (const path of [...paths].filter(isUpload)) breakOff(path);
    },
    restored: () => {
      signal = true;
    },
    underWay: () => underWay.size,
    extra: () => {
      const [worst] = cuts.toSorted((a, b) => b.requests - a.requests);
      return {
        uploads: cuts.length,
        requests: cuts.reduce((sum, since) => sum + since.requests, 0),
        most: worst?.requests ?? 0,
        worst: worst?.story ?? [],
        blind,
      };
    },
  };
}

type SinceCut = { requests: number; readonly story: string[] };

function pathOf(asked: { readonly url: () => string }): string {
  return new URL(asked.url()).pathname;
}

function isUpload(path: string): boolean {
  return /\/[0-9a-f]{64}$/.test(path);
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
