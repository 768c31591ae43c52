import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { preferredEncoding } from './compress.ts';
import { inlineHashes, type InlineHashes } from './security.ts';

/** The app's built files, or in development the bundler's view of them. */
export type Assets = {
  readonly inline: InlineHashes;
  /** The answer to a GET or HEAD for anything that is no route; null when there is no such file. */
  serve(request: Request): Promise<Response | null>;
};

type Body = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
type Variant = { readonly size: number; readonly etag: string; open(): Body };
type Asset = {
  readonly type: string;
  readonly cache: string;
  readonly plain: Variant;
  readonly brotli: Variant | null;
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
};

/** Larger files, such as recordings, are read from the disk each time. */
const KEPT_BYTES = 512 * 1024;

/**
 * Reads what the build left in a folder, once: sizes, digests and which files were compressed beforehand. Only
 * files seen now are ever served, so no request can name another; and what fits is kept, so that a build that
 * replaces the folder does not mix two versions until the server starts again.
 */
export async function openAssets(folder: string): Promise<Assets> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const present = new Set(paths);
  const assets = new Map<string, Asset>();
  for (const path of paths) {
    if (path.endsWith('.br') && present.has(path.slice(0, -3))) continue;
    const url = path.slice(folder.length).split(sep).join('/');
    assets.set(url, {
      type: TYPES[extname(path)] ?? 'application/octet-stream',
      cache: cacheOf(url),
      plain: await describe(path),
      brotli: present.has(`${path}.br`) ? await describe(`${path}.br`) : null,
    });
  }
  const page = assets.get('/index.html');
  const html = page === undefined ? '' : await readFile(join(folder, 'index.html'), 'utf8');
  return {
    inline: inlineHashes(html),
    async serve(request) {
      const path = decodePath(new URL(request.url).pathname);
      const asset = assets.get(path) ?? (isNavigation(request, path) ? page : undefined);
      return asset === undefined ? null : send(asset, request);
    },
  };
}

/** A page of the app's own routing: asked for as a document, and named like no file. A procedure's code, 1.001193, is no name of a file. */
export function isNavigation(request: Request, path: string): boolean {
  return !/\.[a-z]\w*$/i.test(path) && (request.headers.get('Accept') ?? '').includes('text/html');
}

/**
 * Names in /assets/ carry a digest of their content and never change. The page, the service worker and the
 * manifest decide what else is loaded and are asked about each time; a 304 costs a few hundred bytes.
 */
function cacheOf(url: string): string {
  if (url.startsWith('/assets/')) return 'public, max-age=31536000, immutable';
  return /^\/[^/]+\.(html|m?js|webmanifest)$/.test(url) ? 'no-cache' : 'public, max-age=3600';
}

async function describe(path: string): Promise<Variant> {
  const bytes = new Uint8Array(await readFile(path));
  const digest = createHash('sha256').update(bytes).digest('base64url');
  return {
    size: bytes.byteLength,
    etag: `"${digest.slice(0, 22)}"`,
    open: bytes.byteLength <= KEPT_BYTES ? () => bytes : () => streamOf(path),
  };
}

function streamOf(path: string): ReadableStream<Uint8Array> {
  return Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>;
}

function send(asset: Asset, request: Request): Response {
  const takesBrotli = preferredEncoding(request.headers.get('Accept-Encoding')) === 'br';
  const variant = takesBrotli && asset.brotli !== null ? asset.brotli : asset.plain;
  const headers = new Headers({ 'Cache-Control': asset.cache, ETag: variant.etag, Vary: 'Accept-Encoding' });
  if (knows(request, variant.etag)) return new Response(null, { status: 304, headers });

  headers.set('Content-Type', asset.type);
  headers.set('Content-Length', String(variant.size));
  if (variant === asset.brotli) headers.set('Content-Encoding', 'br');
  if (request.method === 'HEAD') return new Response(null, { headers });
  return new Response(variant.open(), { headers });
}

/** If-None-Match by weak comparison (RFC 9110, 13.1.2): proxies that recompress make our tags weak. */
function knows(request: Request, etag: string): boolean {
  const known = (request.headers.get('If-None-Match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.some((tag) => tag === etag || tag === '*');
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname === '/' ? '/index.html' : pathname);
  } catch {
    return pathname;
  }
}
