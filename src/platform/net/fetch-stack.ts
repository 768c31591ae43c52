import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';

/**
 * A request in a service worker carries at most so much, since only an answer shows progress there. Most photos fit
 * one: each further request costs a round trip, and a cut costs no more for a long one.
 */
export const FETCH_CHUNK_BYTES = 256 * 1024;

/** tus over `fetch`, for where XMLHttpRequest does not exist. */
export function fetchStack(send: typeof fetch): HttpStack {
  return {
    getName: () => 'fetch',
    createRequest: (method, url) => request(send, method, url),
  };
}

function request(send: typeof fetch, method: string, url: string): HttpRequest {
  const headers: Record<string, string> = {};
  const abort = new AbortController();
  let progress: (sent: number) => void = () => undefined;
  return {
    getMethod: () => method,
    getURL: () => url,
    setHeader: (name, value) => {
      headers[name] = value;
    },
    getHeader: (name) => headers[name],
    setProgressHandler: (handler) => {
      progress = handler;
    },
    send: async (body: Blob | null) => {
      const response = await send(url, {
        method,
        headers,
        body,
        credentials: 'same-origin',
        redirect: 'manual',
        signal: abort.signal,
      });
      const text = await response.text();
      progress(body?.size ?? 0);
      return answered(response, text);
    },
    abort: () => {
      abort.abort();
      return Promise.resolve();
    },
    getUnderlyingObject: () => null,
  };
}

function answered(response: Response, text: string): HttpResponse {
  return {
    getStatus: () => response.status,
    getHeader: (name) => response.headers.get(name) ?? undefined,
    getBody: () => text,
    getUnderlyingObject: () => response,
  };
}
