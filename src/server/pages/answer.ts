import { createHash } from 'node:crypto';
import type { Assets } from '#server/http/assets.ts';
import { preferredEncoding } from '#server/http/compress.ts';

/** The app's page as the browser would get it, unpacked. */
export async function shellOf(assets: Assets, url: string): Promise<string> {
  const answer = await assets.serve(new Request(url, { headers: { Accept: 'text/html' } }));
  return answer === null ? '<!doctype html><title></title><body><div id="root"></div></body>' : await answer.text();
}

export type PublicText = {
  readonly body: string;
  /** The body packed, for those who take it. */
  readonly brotli?: Buffer;
  readonly status?: 200 | 404;
  /** A page unless said. */
  readonly type?: 'text/html' | 'application/xml' | 'text/plain';
};

/** A text for everyone, asked about each time: unchanged, it costs the headers. */
export function publicText(request: Request, text: PublicText): Response {
  const { body, brotli, status = 200, type = 'text/html' } = text;
  const tag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = new Headers({ 'Cache-Control': 'no-cache', ETag: tag, Vary: 'Accept-Encoding' });
  if (status === 200 && request.headers.get('If-None-Match') === tag)
    return new Response(null, { status: 304, headers });
  headers.set('Content-Type', `${type}; charset=utf-8`);
  const packed = preferredEncoding(request.headers.get('Accept-Encoding')) === 'br' ? brotli : undefined;
  if (packed) headers.set('Content-Encoding', 'br');
  return new Response(packed ? new Uint8Array(packed) : body, { status, headers });
}
