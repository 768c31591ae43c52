import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAssets } from '#server/http/assets.ts';
import { raw, serve, type TestServer } from './http-server.ts';

const STYLE = 'body { margin: 0 }';
const SCRIPT = 'document.title = "Bản Số"';
const PAGE = `<!doctype html><style>${STYLE}</style><script>${SCRIPT}</script><script type="module" src="/assets/a.js"></script>`;
const CODE = `export const words = '${'thủ tục '.repeat(400)}';`;

const LESSON = Buffer.alloc(3 * 1024 * 1024, 'ê a');

let folder: string;
let server: TestServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banso-assets-'));
  await mkdir(join(folder, 'app/assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'not for anyone');
  await writeFile(join(folder, 'app/index.html'), PAGE);
  await writeFile(join(folder, 'app/main.js'), 'self.worker = true');
  await writeFile(join(folder, 'app/manifest.webmanifest'), '{}');
  await writeFile(join(folder, 'app/icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder, 'app/assets/a-0123abcd.js'), CODE);
  await writeFile(join(folder, 'app/assets/a-0123abcd.js.br'), brotliCompressSync(CODE));
  await writeFile(join(folder, 'app/worker.mjs'), 'self.worker = true');
  await writeFile(join(folder, 'app/lesson.mp3'), LESSON);
  server = await serve([], { assets: await openAssets(join(folder, 'app')) });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  raw(server.origin + path, { method, headers });
const HTML = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('a built file', () => {
  it('comes precompressed to those who take it, whole to others, under different tags', async () => {
    const brotli = await get('/assets/a-0123abcd.js', { 'Accept-Encoding': 'gzip, deflate, br, zstd' });
    const plain = await get('/assets/a-0123abcd.js', { 'Accept-Encoding': 'gzip' });
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(Number(brotli.headers['content-length'])).toBe(brotli.body.length);
    expect(brotliDecompressSync(brotli.body).toString()).toBe(CODE);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.body.toString()).toBe(CODE);
    expect(plain.headers['etag']).not.toBe(brotli.headers['etag']);
    expect([plain.headers['vary'], brotli.headers['vary']]).toEqual(['Accept-Encoding', 'Accept-Encoding']);
    expect(plain.headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it.each([
    ['/assets/a-0123abcd.js', 'public, max-age=31536000, immutable'],
    ['/', 'no-cache'],
    ['/index.html', 'no-cache'],
    ['/main.js', 'no-cache'],
    ['/worker.mjs', 'no-cache'],
    ['/manifest.webmanifest', 'no-cache'],
    ['/icon.svg', 'public, max-age=3600'],
  ])('%s is kept by "%s"', async (path, cache) => {
    const answer = await get(path);
    expect([answer.status, answer.headers['cache-control']]).toEqual([200, cache]);
  });

  it('is not sent again to those who have it', async () => {
    const { headers } = await get('/main.js');
    for (const known of [headers['etag'] ?? '', `"other", W/${headers['etag']}`, '*']) {
      const again = await get('/main.js', { 'If-None-Match': known });
      expect([again.status, again.body.length, again.headers['etag']]).toEqual([304, 0, headers['etag']]);
    }
    expect((await get('/main.js', { 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it('keeps the policy of a page that has not changed', async () => {
    const { headers } = await get('/');
    const again = await get('/', { 'If-None-Match': headers['etag'] ?? '' });
    // A browser replaces kept headers by those of a 304, so it may carry no other policy than the page's own.
    expect([again.status, again.headers['content-security-policy']]).toEqual([304, undefined]);
  });

  it('lets the service worker fetch from its own server and from nowhere else', async () => {
    const { headers } = await get('/main.js');
    expect(headers['content-security-policy']).toBe("default-src 'none'; connect-src 'self'");
  });

  it('streams when it is large', async () => {
    const answer = await get('/lesson.mp3');
    expect([answer.headers['content-type'], Number(answer.headers['content-length'])]).toEqual([
      'audio/mpeg',
      LESSON.length,
    ]);
    expect(answer.body.equals(LESSON)).toBe(true);
  });

  it('stays as it was while a build replaces the folder', async () => {
    await writeFile(join(folder, 'app/main.js'), 'self.worker = "another version"');
    expect((await get('/main.js')).body.toString()).toBe('self.worker = true');
  });

  it('answers HEAD with its length alone', async () => {
    const head = await get('/assets/a-0123abcd.js', {}, 'HEAD');
    expect([head.status, head.body.length, Number(head.headers['content-length'])]).toEqual([
      200,
      0,
      Buffer.byteLength(CODE),
    ]);
  });
});

describe('the page', () => {
  it.each(['/', '/ho-so', '/thu-tuc/1.001193', '/ho-so/%C4%91ang-ky'])('opens at %s', async (path) => {
    const answer = await get(path, HTML);
    expect([answer.status, answer.body.toString()]).toEqual([200, PAGE]);
  });

  it('allows its own inline script and style by hash, and no others', async () => {
    const policy = (await get('/', HTML)).headers['content-security-policy'] ?? '';
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(policy).toContain(`script-src 'self' ${hash(SCRIPT)};`);
    expect(policy).toContain(`style-src 'self' ${hash(STYLE)};`);
    expect(policy).not.toContain('unsafe');
  });

  it.each(['/missing.png', '/assets/old-1234.js', '/api/x', '/auth/x', '/sandbox/x', '/api', '/main.js/x.js'])(
    'never stands in for %s',
    async (path) => {
      expect((await get(path, HTML)).status).toBe(404);
    },
  );

  it('is for navigations alone', async () => {
    expect((await get('/ho-so', { Accept: 'application/json' })).status).toBe(404);
    expect((await get('/ho-so', HTML, 'POST')).status).toBe(404);
  });
});

describe('a path', () => {
  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/assets/../../secret.txt',
    '/%00',
    '/%',
    '/assets/a-0123abcd.js.br',
  ])('%s leads nowhere else', async (path) => {
    const answer = await get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.toString()).not.toContain('not for anyone');
  });
});
