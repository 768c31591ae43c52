import { createHash } from 'node:crypto';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { must } from '#core/assert.ts';
import {
  fetchAll,
  openDetail,
  openUnlisted,
  refreshPocket,
  type CatalogueSource,
  type PocketDeps,
  type PocketView,
} from '#core/procedure/pocket.ts';
import { openPocket } from '#platform/catalogue/pocket.ts';
import { catalogueSource } from '#platform/catalogue/source.ts';
import { openCatalogueStore } from '#platform/catalogue/store.ts';
import { findDetail, newsSince } from '#server/catalogue/deliver.ts';
import { publish, type PublishOptions } from '#server/catalogue/publish.ts';
import { discard, stage } from '#server/catalogue/stage.ts';
import type { OpenDatabase, Sql } from '#server/db/database.ts';
import { catalogueRoutes } from '#server/routes/catalogue.ts';
import { freshDatabase } from '#tests/support/database.ts';
import { codeOf, inPieces, jsonLines, packed, portalProcedure, procedures } from '#tests/support/portal.ts';
import { testEngines } from './desk-world.ts';
import { serve, type TestServer } from './http-server.ts';

const { engines, stop } = testEngines();
afterAll(stop);

const DAY_MS = 24 * 60 * 60_000;
const START = Date.parse('2026-07-18T02:00:00Z');
const PUBLISH: PublishOptions = { now: START, by: 'Hoàng Minh Tuấn', authored: new Set() };
const NOTHING = { version: 0, hash: '' };
/** Two procedures to a piece of the index, one to a piece of details. */
const SMALL = { indexRows: 2, detailChars: 1 };

type Db = Pick<OpenDatabase, 'transaction'>;

const read = async (db: Db, records: readonly unknown[], options: { dryRun?: boolean } = {}) =>
  await stage(
    db,
    { bytes: inPieces(packed(jsonLines(records))), fileName: 'portal.jsonl.gz', by: 'Hoàng Minh Tuấn', province: null },
    { now: START, ...options },
  );
const bring = async (db: Db, records: readonly unknown[], options: Partial<PublishOptions> = {}) => {
  const { id } = await read(db, records);
  return await publish(db, must(id, 'staged import'), { ...PUBLISH, ...options });
};
const inForce = async (db: Db) =>
  await db.transaction(async (sql) => {
    const { rows } = await sql.query<{ code: string; from_version: number; body: string }>(
      `SELECT p.code, p.from_version, b.body FROM catalogue_procedure p JOIN catalogue_body b ON b.hash = p.hash
       WHERE p.to_version IS NULL ORDER BY p.code`,
    );
    return rows.map(({ code, from_version, body }) => [
      code,
      from_version,
      (JSON.parse(body) as { name: string }).name,
    ]);
  });
const renamed = (n: number, name: string) => portalProcedure(codeOf(n), {}, name);

describe.each(engines)('the catalogue on $name', ({ engine }) => {
  if (engine === null) {
    test.skip('no engine');
    return;
  }
  let db: OpenDatabase;
  beforeAll(async () => {
    db = await freshDatabase(engine);
  });
  beforeEach(async () => {
    const tables = ['procedure', 'version', 'staged', 'import', 'body', 'chunk'].map((name) => `catalogue_${name}`);
    await db.transaction(async (sql) => void (await sql.query(`TRUNCATE ${tables.join(', ')}`)));
  });
  afterAll(async () => await db.close());

  describe('publishing', () => {
    test('the first import is version 1, and the same file again is nothing new', async () => {
      const first = await read(db, procedures(3));
      expect(first.report).toMatchObject({ baseVersion: 0, read: 3, added: { count: 3 }, withdrawn: { count: 0 } });
      expect(await inForce(db)).toEqual([]);
      expect(await publish(db, must(first.id, 'id'), PUBLISH)).toEqual({ kind: 'published', version: 1 });
      expect(await inForce(db)).toHaveLength(3);

      const again = await read(db, procedures(3));
      expect(again.report).toMatchObject({ unchanged: 3, added: { count: 0 }, changed: { count: 0 } });
      expect(await publish(db, must(again.id, 'id'), PUBLISH)).toEqual({ kind: 'nothingNew', version: 1 });
    });

    test('a second import shows what is added, changed by field and withdrawn', async () => {
      await bring(db, procedures(12));
      const [, ...kept] = procedures(12);
      kept[0] = portalProcedure(codeOf(2), { requirementsAndConditions: 'Có mặt' }, 'Tên mới');
      const second = await read(db, [...kept, portalProcedure(codeOf(13))]);
      expect(second.report).toMatchObject({
        baseVersion: 1,
        unchanged: 10,
        added: { count: 1, list: [{ code: codeOf(13) }] },
        changed: { count: 1, list: [{ code: codeOf(2), name: 'Tên mới', fields: ['name', 'conditions'] }] },
        withdrawn: { count: 1, list: [{ code: codeOf(1), name: `Thủ tục ${codeOf(1)}` }] },
      });
      expect(await publish(db, must(second.id, 'id'), PUBLISH)).toEqual({ kind: 'published', version: 2 });
      const now = await inForce(db);
      expect(now).toHaveLength(12);
      expect(now[0]).toEqual([codeOf(2), 2, 'Tên mới']);
      expect(now[1]).toEqual([codeOf(3), 1, `Thủ tục ${codeOf(3)}`]);
    });

    test('versions hold from a day to a day', async () => {
      await bring(db, procedures(2));
      await bring(db, [renamed(1, 'Tên mới'), ...procedures(2).slice(1)], { now: START + 3 * DAY_MS });
      const rows = await db.transaction(
        async (sql) =>
          (
            await sql.query(`SELECT valid_from, valid_until FROM catalogue_procedure WHERE code = $1 ORDER BY 1`, [
              codeOf(1),
            ])
          ).rows,
      );
      expect(rows).toEqual([
        { valid_from: '2026-07-18', valid_until: '2026-07-21' },
        { valid_from: '2026-07-21', valid_until: null },
      ]);
    });

    test('IMPORT-3 a bad record is no withdrawal: the version before it stays', async () => {
      await bring(db, procedures(3));
      const broken = portalProcedure(codeOf(1), { executionMethods: 7 });
      const next = await read(db, [broken, ...procedures(3).slice(1)]);
      expect(next.report).toMatchObject({
        keptFormer: 1,
        withdrawn: { count: 0 },
        rejected: { count: 1 },
        unchanged: 2,
      });
      expect(await publish(db, must(next.id, 'id'), PUBLISH)).toEqual({ kind: 'nothingNew', version: 1 });
    });

    test('IMPORT-4 a file that lacks its half is not published without a word', async () => {
      await bring(db, procedures(10));
      const half = must((await read(db, procedures(5))).id, 'id');
      expect(await publish(db, half, PUBLISH)).toEqual({ kind: 'tooManyWithdrawn', withdrawn: 5 });
      expect(await publish(db, half, { ...PUBLISH, allowWithdrawals: true })).toEqual({
        kind: 'published',
        version: 2,
      });
    });

    test('a dry run writes nothing', async () => {
      const { id, report } = await read(db, procedures(3), { dryRun: true });
      expect([id, report.added.count]).toEqual([null, 3]);
      const tables = ['catalogue_import', 'catalogue_body', 'catalogue_staged'];
      for (const table of tables) {
        const { rows } = await db.transaction(async (sql) => await sql.query(`SELECT * FROM ${table}`));
        expect(rows).toEqual([]);
      }
    });

    test('an import that was put away, or that somebody overtook, is not published', async () => {
      const away = must((await read(db, procedures(3))).id, 'id');
      expect(await db.transaction(async (sql) => await discard(sql, away))).toBe(true);
      expect(await publish(db, away, PUBLISH)).toEqual({ kind: 'notStaged' });

      const mine = must((await read(db, procedures(3))).id, 'id');
      await bring(db, procedures(4));
      expect(await publish(db, mine, PUBLISH)).toEqual({ kind: 'notStaged' });
    });

    test.each(['truncated', 'empty'] as const)('a file that is %s leaves no trace in force', async (what) => {
      await bring(db, procedures(3));
      const archive = packed(jsonLines(procedures(40)));
      const bytes = what === 'empty' ? Buffer.from('\n\n') : archive.subarray(0, archive.byteLength - 30);
      const { id, report } = await stage(
        db,
        { bytes: inPieces(bytes), fileName: 'x', by: 'x', province: null },
        { now: START },
      );
      expect([id, report.failure?.code]).toEqual([null, what]);
      expect(await inForce(db)).toHaveLength(3);
    });

    test('IMPORT-5 whichever statement the server dies at, the former version is whole and the next try works', async () => {
      await bring(db, procedures(12));
      const before = await inForce(db);
      const newsBefore = await db.transaction(async (sql) => await newsSince(sql, NOTHING, 'pocket'));
      const next = [renamed(2, 'Tên mới'), ...procedures(12).slice(2), portalProcedure(codeOf(20))];
      let done = false;
      let deaths = 0;
      for (let at = 1; !done; at += 1) {
        const dying = diesAt(db, at);
        try {
          const { id } = await read(dying, next);
          const outcome = await publish(dying, must(id, 'id'), PUBLISH);
          expect(outcome).toEqual({ kind: 'published', version: 2 });
          done = true;
        } catch (error) {
          if (!(error instanceof Death)) throw error;
          deaths += 1;
          expect(await inForce(db)).toEqual(before);
          expect(await db.transaction(async (sql) => await newsSince(sql, NOTHING, 'pocket'))).toEqual(newsBefore);
        }
      }
      expect(deaths).toBeGreaterThan(15);
      expect((await inForce(db))[0]).toEqual([codeOf(2), 2, 'Tên mới']);
    });
  });

  describe('in the pocket', () => {
    let server: TestServer;
    let phone: Phone;
    beforeEach(async () => {
      server = await serve(catalogueRoutes(db));
      phone = newPhone(server.origin);
    });
    afterEach(async () => await server.stop());

    const province = (n: number, detail = {}) =>
      portalProcedure(codeOf(n), { departmentsExecuting: [{ name: 'Sở Tư pháp' }], ...detail });
    const mixed = () => [...procedures(4), province(11), province(12)];

    test('without a published catalogue there is none, and that is no failure', async () => {
      expect(await refreshPocket(phone.deps)).toEqual({ kind: 'none' });
    });

    test('first the whole index and the commune’s details, then one small request while nothing changes', async () => {
      await bring(db, mixed());
      expect(await refreshPocket(phone.deps)).toEqual({ kind: 'done', changed: true });
      expect((await phone.entries()).map(({ code }) => code)).toEqual([1, 2, 3, 4, 11, 12].map(codeOf));
      expect(await phone.details()).toEqual([1, 2, 3, 4].map(codeOf));

      phone.asked.length = 0;
      expect(await refreshPocket(phone.deps)).toEqual({ kind: 'done', changed: false });
      expect(phone.asked).toHaveLength(1);
    });

    test('what we wrote about is kept too, whatever its level', async () => {
      await bring(db, mixed(), { authored: new Set([codeOf(12)]) });
      await refreshPocket(phone.deps);
      expect(await phone.details()).toContain(codeOf(12));
    });

    test('a day’s changes are one request: added, changed, withdrawn', async () => {
      await bring(db, mixed());
      await refreshPocket(phone.deps);
      await bring(db, [renamed(1, 'Tên mới'), ...mixed().slice(2), portalProcedure(codeOf(5))], {
        allowWithdrawals: true,
      });
      phone.asked.length = 0;
      expect(await refreshPocket(phone.deps)).toEqual({ kind: 'done', changed: true });
      expect(phone.asked).toHaveLength(1);
      expect((await phone.entries()).map(({ code, rev }) => [code, rev])).toEqual([
        [codeOf(1), 2],
        [codeOf(3), 1],
        [codeOf(4), 1],
        [codeOf(5), 2],
        [codeOf(11), 1],
        [codeOf(12), 1],
      ]);
      expect(await phone.details()).toEqual([1, 3, 4, 5].map(codeOf));
      const changed = must((await phone.entries())[0], 'entry');
      expect((await openDetail(phone.deps, changed)).detail).toMatchObject({ rev: 2, record: { name: 'Tên mới' } });
    });

    test('a shared address opens before the index has come, and what the server does not know is nothing', async () => {
      await bring(db, mixed());
      const opened = await openUnlisted(phone.deps, codeOf(11));
      expect(opened).toMatchObject({ fresh: true, detail: { code: codeOf(11), rev: 1 } });
      expect(await phone.details()).toEqual([codeOf(11)]);
      expect(await openUnlisted(phone.deps, codeOf(99))).toBeNull();

      phone.cutAfter = 0;
      phone.asked.length = 0;
      // Kept since; what was never opened has to wait for signal.
      expect(await openUnlisted(phone.deps, codeOf(11))).toMatchObject({ fresh: true, detail: { rev: 1 } });
      expect(await openUnlisted(phone.deps, codeOf(12))).toEqual({ detail: null, fresh: false });
    });

    test('a phone that slept through versions gets all of it at once', async () => {
      await bring(db, procedures(3));
      await refreshPocket(phone.deps);
      for (const n of [4, 5, 6]) await bring(db, procedures(n));
      expect(await refreshPocket(phone.deps)).toEqual({ kind: 'done', changed: true });
      expect(await phone.entries()).toHaveLength(6);
    });

    test('a version is cut into pieces of the size asked for', async () => {
      await bring(db, mixed(), { pieces: SMALL });
      const news = await db.transaction(async (sql) => await newsSince(sql, NOTHING, 'all'));
      const { index, pocket, rest } = must(news.kind === 'whole' ? news.manifest : null, 'manifest');
      expect([index, pocket, rest].map(({ chunks }) => chunks.length)).toEqual([3, 4, 2]);
    });

    test.each([
      { sizes: 'of one piece each', pieces: undefined, requests: 3 },
      { sizes: 'of several pieces', pieces: SMALL, requests: 8 },
    ])(
      'POCKET-1 cut off after any request, it goes on where it stopped and never shows half an index: $sizes',
      async ({ pieces, requests }) => {
        await bring(db, mixed(), pieces ? { pieces } : {});
        for (let cut = 0; cut < requests; cut += 1) {
          const fresh = newPhone(server.origin);
          fresh.cutAfter = cut;
          expect(await refreshPocket(fresh.deps)).toMatchObject({ kind: 'failed', why: { code: 'transport' } });
          const state = await fresh.deps.store.state();
          expect(await fresh.entries()).toHaveLength(state.ok && state.value === null ? 0 : 6);
          const [before, kept] = [piecesAsked(fresh), await fresh.details()];
          fresh.cutAfter = null;
          fresh.asked.length = 0;
          expect(await refreshPocket(fresh.deps)).toMatchObject({ kind: 'done' });
          expect(await fresh.entries()).toHaveLength(6);
          expect(await fresh.details()).toEqual(expect.arrayContaining(kept));
          expect(await fresh.details()).toEqual([1, 2, 3, 4].map(codeOf));
          // No byte comes twice: of the pieces each was asked for once, in both tries together.
          const asked = [...before, ...piecesAsked(fresh)];
          expect([asked.length, new Set(asked).size]).toEqual([requests - 1, requests - 1]);
          fresh.asked.length = 0;
          expect(await refreshPocket(fresh.deps)).toEqual({ kind: 'done', changed: false });
          expect(fresh.asked).toHaveLength(1);
        }
        const whole = newPhone(server.origin);
        await refreshPocket(whole.deps);
        expect(whole.asked).toHaveLength(requests);
      },
    );

    test.each([
      { from: 'the pocket', first: refreshPocket, requests: 3, pieces: 2, notedAfter: 1 },
      { from: 'nothing', first: null, requests: 10, pieces: 9, notedAfter: 4 },
    ])(
      'POCKET-3 fetching everything from $from, cut off after any request, goes on where it stopped',
      async ({ first, requests, pieces, notedAfter }) => {
        await bring(db, mixed(), { pieces: SMALL });
        for (let cut = 0; cut < requests; cut += 1) {
          // Whoever asked for everything gets it from the next check by itself, once the phone has noted so.
          for (const again of [fetchAll, refreshPocket]) {
            const fresh = newPhone(server.origin);
            await first?.(fresh.deps);
            fresh.asked.length = 0;
            fresh.cutAfter = cut;
            expect(await fetchAll(fresh.deps)).toMatchObject({ kind: 'failed', why: { code: 'transport' } });
            const before = piecesAsked(fresh);
            const state = await fresh.deps.store.state();
            const isNoted = cut >= notedAfter;
            expect(state.ok && state.value?.keep === 'all').toBe(isNoted);
            fresh.cutAfter = null;
            fresh.asked.length = 0;
            expect(await again(fresh.deps)).toMatchObject({ kind: 'done' });
            if (again === refreshPocket && !isNoted) continue;
            expect(await fresh.details()).toHaveLength(6);
            const asked = [...before, ...piecesAsked(fresh)];
            expect([asked.length, new Set(asked).size]).toEqual([pieces, pieces]);
          }
        }
      },
    );

    test('POCKET-2 a piece, a detail or a change that is not what its hash says replaces nothing', async () => {
      await bring(db, mixed());
      await refreshPocket(phone.deps);
      const before = await phone.entries();
      await bring(db, [renamed(1, 'Tên mới'), ...mixed().slice(1)]);
      phone.tamper = (text) => text.replaceAll('Tên mới', 'Tên giả');
      const result = await refreshPocket(phone.deps);
      expect(result).toEqual({ kind: 'failed', why: { code: 'damaged' } });
      expect(await phone.entries()).toEqual(before);

      const other = newPhone(server.origin);
      other.tamper = (text) => text.replaceAll('Tên mới', 'Tên giả');
      expect(await refreshPocket(other.deps)).toEqual({ kind: 'failed', why: { code: 'damaged' } });
      expect(await other.entries()).toEqual([]);
      other.tamper = (text) => text;
      expect(await refreshPocket(other.deps)).toEqual({ kind: 'done', changed: true });
    });

    test('a detail that is not kept comes on demand, is kept, and is asked for again only when it changed', async () => {
      await bring(db, mixed());
      await refreshPocket(phone.deps);
      const entry = must(
        (await phone.entries()).find(({ code }) => code === codeOf(11)),
        'entry',
      );
      phone.asked.length = 0;
      expect(await openDetail(phone.deps, entry)).toMatchObject({ fresh: true, detail: { code: codeOf(11) } });
      expect(await openDetail(phone.deps, entry)).toMatchObject({ fresh: true });
      expect(phone.asked).toHaveLength(1);

      const changed = [...mixed().slice(0, 4), province(11, { requirementsAndConditions: 'Có mặt' }), province(12)];
      await bring(db, changed);
      await refreshPocket(phone.deps);
      const newer = must(
        (await phone.entries()).find(({ code }) => code === codeOf(11)),
        'entry',
      );
      phone.cutAfter = 0;
      expect(await openDetail(phone.deps, newer)).toMatchObject({ fresh: false, detail: { rev: 1 } });
      phone.cutAfter = null;
      expect(await openDetail(phone.deps, newer)).toMatchObject({
        fresh: true,
        detail: { rev: 2, record: { conditions: ['Có mặt'] } },
      });
    });

    test('everything can be fetched at once, and then stays up to date', async () => {
      await bring(db, mixed());
      await refreshPocket(phone.deps);
      phone.asked.length = 0;
      expect(await fetchAll(phone.deps)).toEqual({ kind: 'done', changed: true });
      expect(await phone.details()).toHaveLength(6);
      // The news and the one piece that was not there.
      expect(phone.asked).toHaveLength(2);
      await bring(db, [...mixed(), province(13)]);
      await refreshPocket(phone.deps);
      expect(await phone.details()).toContain(codeOf(13));
    });

    test('a server set back to an older catalogue is followed', async () => {
      await bring(db, procedures(3));
      await refreshPocket(phone.deps);
      const back = await freshDatabase(engine);
      const other = await serve(catalogueRoutes(back));
      try {
        await bring(back, procedures(2));
        phone.origin = other.origin;
        expect(await refreshPocket(phone.deps)).toEqual({ kind: 'done', changed: true });
        expect(await phone.entries()).toHaveLength(2);
      } finally {
        await other.stop();
        await back.close();
      }
    });

    test('pieces are served packed and never change; what is unknown is not found', async () => {
      await bring(db, mixed());
      const news = await db.transaction(async (sql) => await newsSince(sql, NOTHING, 'pocket'));
      const { hash } = must(news.kind === 'whole' ? news.manifest.index.chunks[0] : null, 'piece');
      for (const encoding of ['br', 'gzip', 'identity']) {
        const answer = await fetch(`${server.origin}/api/catalogue/chunks/${hash}`, {
          headers: { 'Accept-Encoding': encoding },
        });
        expect(answer.headers.get('Content-Encoding')).toBe(encoding === 'br' ? 'br' : null);
        expect(answer.headers.get('Cache-Control')).toContain('immutable');
        const bytes = Buffer.from(await answer.arrayBuffer());
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
      }
      for (const path of [`chunks/${'0'.repeat(64)}`, 'chunks/..%2f', 'procedures/9.999999', 'procedures/x']) {
        expect((await fetch(`${server.origin}/api/catalogue/${path}`)).status).toBe(404);
      }
      expect(await db.transaction(async (sql) => await findDetail(sql, codeOf(1)))).toMatchObject({ rev: 1 });
    });
  });
});

describe('a phone that comes up to date', () => {
  let db: OpenDatabase;
  let server: TestServer;
  beforeAll(async () => {
    db = await freshDatabase();
    server = await serve(catalogueRoutes(db));
    await bring(db, [
      ...procedures(2),
      portalProcedure(codeOf(11), { departmentsExecuting: [{ name: 'Sở Tư pháp' }] }),
    ]);
  });
  afterAll(async () => {
    await server.stop();
    await db.close();
  });
  afterEach(() => vi.unstubAllGlobals());

  test.each([
    { on: 'Wi-Fi', connection: { type: 'wifi', saveData: false }, keep: 'all' },
    { on: 'a cable', connection: { type: 'ethernet' }, keep: 'all' },
    { on: 'Wi-Fi of somebody who saves data', connection: { type: 'wifi', saveData: true }, keep: 'pocket' },
    { on: 'a mobile network', connection: { type: 'cellular', saveData: false }, keep: 'pocket' },
    { on: 'a network it is not told of', connection: { type: 'unknown' }, keep: 'pocket' },
    { on: 'a browser that tells nothing', connection: undefined, keep: 'pocket' },
  ])('POCKET-4 on $on it keeps “$keep”', async ({ connection, keep }) => {
    vi.stubGlobal('navigator', { connection });
    const idb = { indexedDB: new IDBFactory(), IDBKeyRange };
    const views: PocketView[] = [];
    const pocket = openPocket({ fetch, origin: server.origin }, (view) => views.push(view), { idb });
    expect(await pocket.refresh()).toBe(true);
    expect(views.at(-1)).toMatchObject({ busy: false, failure: null, state: { keep, left: [] } });
    expect((await pocket.kept(codeOf(11))) !== null).toBe(keep === 'all');
  });
});

class Death extends Error {}

/** The database of a server that dies at its nth statement; what was not committed is gone. */
function diesAt(db: Db, n: number): Db {
  let count = 0;
  return {
    transaction: async (work) =>
      await db.transaction(async (sql) => {
        const query: Sql['query'] = async (text, params) => {
          count += 1;
          if (count === n) throw new Death();
          return await sql.query(text, params);
        };
        return await work({ query });
      }),
  };
}

const piecesAsked = (phone: Phone) => phone.asked.filter((path) => path.includes('/chunks/'));

type Phone = ReturnType<typeof newPhone>;

function newPhone(origin: string) {
  const asked: string[] = [];
  const phone = {
    origin,
    asked,
    /** Requests that still get through; null for all. */
    cutAfter: null as number | null,
    tamper: (text: string) => text,
    deps: null as unknown as PocketDeps,
    entries: async () => {
      const entries = await phone.deps.store.entries();
      return entries.ok ? entries.value : [];
    },
    details: async () => {
      const kept = await phone.deps.store.kept();
      return kept.ok ? [...kept.value.keys()].sort() : [];
    },
  };
  const source: CatalogueSource = catalogueSource({
    origin: '',
    fetch: async (url, init) => {
      if (phone.cutAfter !== null && asked.length >= phone.cutAfter) throw new TypeError('network');
      asked.push(String(url));
      const answer = await fetch(phone.origin + String(url), init);
      const text = phone.tamper(await answer.text());
      return new Response(text, { status: answer.status, headers: { 'Content-Type': 'application/json' } });
    },
  });
  phone.deps = {
    store: openCatalogueStore({ idb: { indexedDB: new IDBFactory(), IDBKeyRange } }),
    source,
    sha256: async (text) => createHash('sha256').update(text).digest('hex'),
  };
  return phone;
}
