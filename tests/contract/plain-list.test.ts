import { createReadStream } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { DomUtils, parseDocument } from 'htmlparser2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import type { Day } from '#core/calendar/day.ts';
import { createListing, type Listed } from '#server/catalogue/in-force.ts';
import { publish } from '#server/catalogue/publish.ts';
import { readPortal } from '#server/catalogue/read.ts';
import { stage } from '#server/catalogue/stage.ts';
import { loadContent } from '#server/content.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { listPage } from '#server/pages/list-page.ts';
import { plainRoutes } from '#server/routes/plain.ts';
import { freshDatabase } from '#tests/support/database.ts';
import {
  codeOf,
  HARVEST,
  hasHarvest,
  inPieces,
  jsonLines,
  portalProcedure,
  procedures,
} from '#tests/support/portal.ts';
import { serve, type TestServer } from './http-server.ts';

const NOW = Date.parse('2026-07-18T02:00:00Z');
const ORIGIN = 'https://banso.example';
const SHELL = `<!doctype html><html lang="vi"><head><meta name="description" content="x" /><title>Bản Số</title></head>
<body><div id="root"><p>Bản Số đang mở…</p></div>
<script type="module" src="/assets/a.js"></script></body></html>`;

const content = loadContent({ province: 'lao-cai' });
let db: OpenDatabase;
let server: TestServer;

beforeAll(async () => {
  db = await freshDatabase();
  const assets = {
    inline: { scripts: [], styles: [] },
    serve: async () => new Response(SHELL, { headers: { 'Content-Type': 'text/html; charset=utf-8' } }),
  };
  const now = () => NOW;
  server = await serve(plainRoutes({ database: db, content, assets, now, origin: ORIGIN }), { assets });
});
afterAll(async () => {
  await server.stop();
  await db.close();
});
beforeEach(async () => {
  const tables = ['procedure', 'version', 'staged', 'import', 'body', 'chunk'].map((name) => `catalogue_${name}`);
  await db.transaction(async (sql) => void (await sql.query(`TRUNCATE ${tables.join(', ')}`)));
});

type Read = ReturnType<typeof read>;

/** A page, or XML; `plain` finds elements of what stands without a script. */
function read(text: string, xmlMode = false) {
  const document = parseDocument(text, { xmlMode });
  const all = (name: string) => DomUtils.getElementsByTagName(name, document);
  const main = DomUtils.getElementById('plain', document);
  return {
    all,
    with: (attribute: string, value: string) => all('*').filter(({ attribs }) => attribs[attribute] === value),
    root: DomUtils.getElementById('root', document),
    words: main === null ? '' : DomUtils.textContent(main),
    plain: (name: string) => (main === null ? [] : DomUtils.getElementsByTagName(name, main)),
  };
}

const bring = async (records: readonly unknown[]) => {
  const source = { bytes: inPieces(jsonLines(records)), fileName: 'x', by: 'x', province: null };
  const { id } = await stage(db, source, { now: NOW });
  const options = { now: NOW, by: 'x', authored: new Set<string>(), allowWithdrawals: true };
  expect(await publish(db, must(id, 'id'), options)).toMatchObject({ kind: 'published' });
};
const get = async (path: string, headers: Record<string, string> = {}) =>
  await fetch(server.origin + path, { headers });
const page = async (path: string) => {
  const answer = await get(path, { Accept: 'text/html' });
  expect(answer.status).toBe(200);
  return read(await answer.text());
};
const links = ({ plain }: Read) => plain('a').map(({ attribs }) => must(attribs['href'], 'href'));
const ofField = (n: number, field: string, name?: string) =>
  portalProcedure(codeOf(n), { categoriesDetails: [{ id: field, name: field, code: field }] }, name);

describe('PLAIN-6 the plain pages are found', () => {
  test('links alone lead from the list of fields to every procedure', async () => {
    const long = 'Cấp giấy phép xây dựng công trình '.repeat(8);
    const built = Array.from({ length: 260 }, (_, n) => ofField(n + 100, 'Xây dựng & "nhà ở"', `${long}${n}`));
    await bring([...procedures(3), ...built]);
    const found = new Set<string>();
    const seen = new Set<string>();
    const next = ['/thu-tuc'];
    for (let at = next.pop(); at !== undefined; at = next.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      for (const link of links(await page(at))) {
        const code = /^\/thu-tuc\/(.+)$/.exec(link)?.[1];
        if (code === undefined) next.push(link);
        else found.add(code);
      }
    }
    const ours = [...content.procedures.keys()];
    const imported = [1, 2, 3, ...built.map((_, n) => n + 100)].map(codeOf);
    expect([...found].sort()).toEqual([...new Set([...ours, ...imported])].sort());
    expect([...seen].filter((address) => address.includes('trang=')).length).toBeGreaterThan(1);

    const reached = await page(`/thu-tuc/${codeOf(100)}`);
    expect(DomUtils.textContent(reached.plain('h1'))).toContain('Cấp giấy phép xây dựng');
    expect(links(reached)).toContain('/thu-tuc');
  });

  test('a list is a page of its own, beside an empty root for the app, and what a source writes is text', async () => {
    const evil = '"><img src=x onerror=steal()>\'$&$1';
    const listed = [{ code: codeOf(1), name: evil, field: evil, level: 'commune', since: null }] as const;
    const options = { origin: ORIGIN, province: 'Lào Cai' };
    for (const asked of [{}, { 'linh-vuc': evil }] as Record<string, string>[]) {
      const { body, brotli } = await listPage(listed, new URLSearchParams(asked), SHELL, options);
      expect(brotliDecompressSync(brotli).toString()).toBe(body);
      const written = read(body);
      expect(written.all('img')).toEqual([]);
      expect(written.all('*').filter(({ attribs }) => 'onerror' in attribs)).toEqual([]);
      expect(written.root?.children).toEqual([]);
      expect(written.with('src', '/assets/a.js')).toHaveLength(1);
      expect(written.words).toContain(evil);
    }
  });

  test('each has its own address for search engines; what there is not is the list of fields', async () => {
    await bring(procedures(3));
    const canonical = async (path: string) => (await page(path)).with('rel', 'canonical')[0]?.attribs['href'];
    expect(await canonical('/thu-tuc')).toBe(`${ORIGIN}/thu-tuc`);
    expect(await canonical('/thu-tuc?q=khai+sinh')).toBe(`${ORIGIN}/thu-tuc`);
    const field = `/thu-tuc?linh-vuc=${encodeURIComponent('Hộ tịch')}`;
    expect(await canonical(`${field}&cap=commune`)).toBe(ORIGIN + field);
    for (const none of ['/thu-tuc?linh-vuc=x', `${field}&trang=99`, `${field}&trang=0`, `${field}&trang=x`]) {
      expect(await canonical(none)).toBe(`${ORIGIN}/thu-tuc`);
    }
  });

  test('without an import there are ours, and what no longer holds is nowhere, imported or not', async () => {
    const sitemap = await (await get('/sitemap.xml')).text();
    for (const code of content.procedures.keys()) expect(sitemap).toContain(`<loc>${ORIGIN}/thu-tuc/${code}</loc>`);

    const [ended, holds] = [...content.procedures.values()];
    const known = new Map(
      [{ ...must(ended, 'ended'), validTo: '2026-07-17' } as const, must(holds, 'holds')].map((one) => [one.code, one]),
    );
    const listing = createListing({ procedures: known, overlays: [] });
    const listed = async (day: Day = '2026-07-18') => await db.transaction(async (sql) => await listing(sql, day));
    expect((await listed('2026-07-17')).map(({ code }) => code).sort()).toEqual([ended?.code, holds?.code].sort());
    expect((await listed()).map(({ code }) => code)).toEqual([holds?.code]);
    await bring([portalProcedure(must(ended, 'ended').code)]);
    expect((await listed()).map(({ code }) => code)).toEqual([holds?.code]);
  });

  test('the sitemap names every procedure in force once, with the day it changed', async () => {
    await bring([...procedures(3), portalProcedure('1.001193')]);
    expect(await (await get('/sitemap.xml')).text()).toContain(`${ORIGIN}/thu-tuc/${codeOf(3)}`);
    await bring([...procedures(2), portalProcedure('1.001193')]);
    const answer = await get('/sitemap.xml', { 'Accept-Encoding': 'br' });
    expect(answer.headers.get('Content-Type')).toBe('application/xml; charset=utf-8');
    expect(answer.headers.get('Content-Encoding')).toBe('br');
    expect(answer.headers.get('Cache-Control')).toBe('no-cache');
    const text = await answer.text();
    const sitemap = read(text, true);
    expect(sitemap.all('urlset')[0]?.attribs['xmlns']).toBe('http://www.sitemaps.org/schemas/sitemap/0.9');
    const urls = sitemap
      .all('url')
      .map(({ children }) =>
        children.flatMap((child) => ('name' in child ? [[child.name, DomUtils.textContent(child)]] : [])),
      );
    const locations = urls.map(([loc]) => loc?.[1]);
    expect(new Set(locations).size).toBe(locations.length);
    expect(locations).toContain(`${ORIGIN}/thu-tuc`);
    expect(urls).toContainEqual([
      ['loc', `${ORIGIN}/thu-tuc/${codeOf(1)}`],
      ['lastmod', '2026-07-18'],
    ]);
    // What we write about changes with a release as well.
    expect(urls).toContainEqual([['loc', `${ORIGIN}/thu-tuc/1.001193`]]);
    expect(locations).not.toContain(`${ORIGIN}/thu-tuc/${codeOf(3)}`);
  });

  test('robots.txt lets the pages be read, keeps them out of the server’s own paths and names the sitemap', async () => {
    const answer = await get('/robots.txt');
    expect(answer.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    const lines = (await answer.text()).split('\n');
    for (const line of ['User-agent: *', 'Disallow: /api', 'Disallow: /auth', `Sitemap: ${ORIGIN}/sitemap.xml`]) {
      expect(lines).toContain(line);
    }
    expect(lines.filter((line) => line.startsWith('Disallow: /thu-tuc') || line === 'Disallow: /')).toEqual([]);
  });

  test.each(['/thu-tuc', '/sitemap.xml', '/robots.txt'])('unchanged, %s costs the headers', async (path) => {
    const tag = (await get(path)).headers.get('ETag') ?? '';
    expect((await get(path, { 'If-None-Match': tag })).status).toBe(304);
    expect((await fetch(server.origin + path, { method: 'HEAD' })).status).toBe(200);
  });

  test.skipIf(!hasHarvest)(
    `every list of the harvest is under 15 KB${hasHarvest ? '' : ' (skipped: the harvest is not beside the project)'}`,
    async () => {
      const listed: Listed[] = [];
      for await (const item of readPortal(createReadStream(HARVEST), { province: null })) {
        if (item.kind === 'record') listed.push({ ...item.record, since: null });
      }
      const open = async (asked: Record<string, string>) =>
        await listPage(listed, new URLSearchParams(asked), SHELL, { origin: ORIGIN, province: 'Lào Cai' });
      const fields = [...new Set(listed.map(({ field }) => field))];
      const pages = [await open({})];
      for (const field of fields)
        pages.push(await open({ 'linh-vuc': field }), await open({ 'linh-vuc': field, trang: '2' }));
      expect(Math.max(...pages.map(({ brotli }) => brotli.byteLength))).toBeLessThan(15_000);
    },
  );
});
