import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CatalogueDesk, CatalogueStep, importPath } from '#protocol/catalogue.ts';
import { loadContent } from '#server/content.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { catalogueDeskRoutes } from '#server/routes/catalogue-desk.ts';
import { plainRoutes } from '#server/routes/plain.ts';
import { freshDatabase } from '#tests/support/database.ts';
import { codeOf, jsonLines, packed, portalProcedure, procedures } from '#tests/support/portal.ts';
import { serve, type TestServer } from './http-server.ts';

const NOW = Date.parse('2026-07-18T02:00:00Z');
const SHELL = '<!doctype html><html><head><title>Bản Số</title></head><body><div id="root"></div></body></html>';

let db: OpenDatabase;
let server: TestServer;
const troubles: unknown[] = [];

beforeAll(async () => {
  db = await freshDatabase();
  const content = loadContent({ province: 'lao-cai' });
  const assets = {
    inline: { scripts: [], styles: [] },
    serve: async () => new Response(SHELL, { headers: { 'Content-Type': 'text/html; charset=utf-8' } }),
  };
  const now = () => NOW;
  server = await serve(
    [
      ...catalogueDeskRoutes({ database: db, content, now, onTrouble: (error) => troubles.push(error) }),
      ...plainRoutes({ database: db, content, assets, now, origin: 'https://banso.example' }),
    ],
    { assets },
  );
});
afterAll(async () => {
  await server.stop();
  await db.close();
});
beforeEach(async () => {
  const tables = ['procedure', 'version', 'staged', 'import', 'body', 'chunk'].map((name) => `catalogue_${name}`);
  await db.transaction(async (sql) => void (await sql.query(`TRUNCATE ${tables.join(', ')}`)));
});

const ask = async (path: string, init: RequestInit = {}, as = 'administrator') =>
  await fetch(server.origin + path, {
    ...init,
    headers: { Cookie: `as=${as}`, Origin: server.origin, ...init.headers },
  });
const desk = async () => CatalogueDesk.parse(await (await ask('/api/admin/catalogue')).json());
const step = async (path: string, body: unknown) =>
  CatalogueStep.parse(
    await (
      await ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } })
    ).json(),
  );
const upload = async (bytes: Uint8Array, mine = false) =>
  CatalogueStep.parse(
    await (await ask(importPath('portal.jsonl.gz', mine), { method: 'POST', body: new Uint8Array(bytes) })).json(),
  );
const settled = async () => {
  for (;;) {
    const now = await desk();
    if (now.running === null) return now;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const publish = async (id: string, allowWithdrawals = false) => {
  expect(await step('/api/admin/catalogue/publish', { import: id, allowWithdrawals })).toEqual({ kind: 'started' });
  return await settled();
};

describe('the administrators’ catalogue', () => {
  test('a file is compared, shown, published and remembered', async () => {
    const staged = await upload(packed(jsonLines([...procedures(3), portalProcedure('1.x')])));
    expect(staged.kind).toBe('staged');
    const waiting = await desk();
    expect(waiting).toMatchObject({
      versions: [],
      staged: { by: 'Lý Thị Mẩy', report: { added: { count: 3 }, rejected: { count: 1 } } },
    });
    const after = await publish(waiting.staged?.id ?? '');
    expect(after).toMatchObject({
      last: { kind: 'published', version: 1 },
      staged: null,
      versions: [{ version: 1, added: 3, procedures: 3, by: 'Lý Thị Mẩy', fileName: 'portal.jsonl.gz' }],
    });
    expect(troubles).toEqual([]);
  });

  test('a file that cannot be read is told with its line, and nothing waits', async () => {
    const archive = packed(jsonLines(procedures(30)));
    expect(await upload(archive.subarray(0, archive.byteLength - 30))).toEqual({ kind: 'failed' });
    const now = await desk();
    expect(now.staged).toBeNull();
    expect(now.failed[0]?.report?.failure?.code).toBe('truncated');
  });

  test.each(['known', 'unknown'] as const)(
    'how far the reading has got is told in bytes, of a size that is %s',
    async (size) => {
      const bytes = jsonLines(procedures(300));
      const sending = request(server.origin + importPath('portal.jsonl', false), {
        method: 'POST',
        headers: {
          Cookie: 'as=administrator',
          Origin: server.origin,
          ...(size === 'known' ? { 'Content-Length': String(bytes.byteLength) } : { 'Transfer-Encoding': 'chunked' }),
        },
      });
      const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
      // What is told is told with each record, so it stops at the end of one.
      const half = bytes.indexOf('\n', bytes.byteLength / 2) + 1;
      sending.write(bytes.subarray(0, half));
      const total = size === 'known' ? bytes.byteLength : null;
      const running = { fileName: 'portal.jsonl', size: total, received: half, phase: 'reading' };
      await expect.poll(async () => (await desk()).running, { timeout: 20_000 }).toMatchObject(running);
      sending.end(bytes.subarray(half));
      const [answer] = await answered;
      answer.resume();
      expect(answer.statusCode).toBe(200);
      expect(await desk()).toMatchObject({ running: null, staged: { report: { read: 300 } } });
    },
  );

  test('an import can be put away, once', async () => {
    await upload(jsonLines(procedures(2)));
    const { staged } = await desk();
    expect(await step('/api/admin/catalogue/discard', { import: staged?.id })).toEqual({ kind: 'discarded' });
    expect(await step('/api/admin/catalogue/discard', { import: staged?.id })).toEqual({ kind: 'notStaged' });
  });

  test('half the catalogue is not withdrawn without a word', async () => {
    await upload(jsonLines(procedures(10)));
    await publish((await desk()).staged?.id ?? '');
    await upload(jsonLines(procedures(5)));
    const id = (await desk()).staged?.id ?? '';
    expect((await publish(id)).last).toEqual({ kind: 'tooManyWithdrawn', withdrawn: 5 });
    expect((await publish(id, true)).last).toEqual({ kind: 'published', version: 2 });
  });

  test.each(['resident', 'helper', 'officer'])('does not exist for a %s', async (as) => {
    expect((await ask('/api/admin/catalogue', {}, as)).status).toBe(404);
    expect((await ask(importPath('x', false), { method: 'POST', body: 'x' }, as)).status).toBe(404);
  });
});

describe('plain pages', () => {
  const page = async (path: string, headers: Record<string, string> = {}) =>
    await fetch(server.origin + path, { headers: { Accept: 'text/html', ...headers } });

  test('what was imported and what we wrote are both there, and the policy holds', async () => {
    await upload(jsonLines([portalProcedure(codeOf(1), {}, 'Thủ tục <b>đậm</b>')]));
    await publish((await desk()).staged?.id ?? '');
    const imported = await page(`/thu-tuc/${codeOf(1)}`);
    expect(imported.status).toBe(200);
    expect(imported.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect(await imported.text()).toContain('<h1>Thủ tục đậm</h1>');
    expect(await (await page('/thu-tuc/1.001193')).text()).toContain('Thủ tục đăng ký khai sinh');
  });

  test('an unknown code is the app’s own page, with 404', async () => {
    for (const code of ['9.999999', 'x', '1.001193%0a']) {
      const unknown = await page(`/thu-tuc/${code}`);
      expect([unknown.status, await unknown.text()]).toEqual([404, SHELL]);
    }
  });

  test('unchanged, it costs the headers', async () => {
    const tag = (await page('/thu-tuc/1.001193')).headers.get('ETag') ?? '';
    expect((await page('/thu-tuc/1.001193', { 'If-None-Match': tag })).status).toBe(304);
  });
});
