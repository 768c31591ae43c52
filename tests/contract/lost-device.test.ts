import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import type { CitizenIntent } from '#core/dossier/command.ts';
import type { FileRef, Uuid } from '#core/dossier/dossier.ts';
import { PROTOCOL, SyncResponse, type DraftPush } from '#core/sync/messages.ts';
import { LOST_DEVICE_PATH, LostDeviceAnswer } from '#protocol/lost-device.ts';
import { recordFile } from '#server/commands/papers.ts';
import { createLedger, type SqlLedger } from '#server/commands/sql-ledger.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { createSentinel } from '#server/identity/sentinel.ts';
import { lostDeviceRoutes } from '#server/routes/lost-device.ts';
import { syncRoutes } from '#server/routes/sync.ts';
import { freshDatabase, type TestEngine } from '#tests/support/database.ts';
import { EVERYTHING, EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { startPostgres } from '#tests/support/postgres.ts';
import { Browser } from './cookie-jar.ts';
import { PEOPLE, serve, type TestServer } from './http-server.ts';
import { addAccount } from './ledger-accounts.ts';
import { aFile, FRESH, groundAt, NO_RECEIPTS, NOW, submitIntent } from './ledger.contract.ts';

const RESIDENT = must(PEOPLE['resident'], 'resident').account;
const HELPER = must(PEOPLE['helper'], 'helper').account;
const COOKIE = 'banso-had';

/** A browser in which somebody is signed in, with the device its store was made for; `evict` takes the store away. */
class Surfer extends Browser {
  device = randomUUID();
  seq = 0;
  readonly #server: () => TestServer;

  constructor(server: () => TestServer, who: keyof typeof PEOPLE) {
    super();
    this.#server = server;
    this.cookies.set('as', who);
  }

  evict(): void {
    this.device = randomUUID();
    this.seq = 0;
  }

  async sync(intents: readonly CitizenIntent[], drafts: readonly DraftPush[] = []): Promise<SyncResponse> {
    const commands = intents.map((intent) => ({ id: randomUUID(), seq: (this.seq += 1), madeAt: NOW, intent }));
    const account = this.cookies.get('as') === 'helper' ? HELPER : RESIDENT;
    const request = { protocol: PROTOCOL, account, device: this.device, ...FRESH, commands, drafts };
    return SyncResponse.parse(await (await this.#post('/api/sync', request)).json());
  }

  async lost(device = this.device) {
    const { origin } = this.#server();
    const answer = await this.fetch(`${origin}${LOST_DEVICE_PATH}?device=${device}`);
    return LostDeviceAnswer.parse(await answer.json()).lost;
  }

  async understood(): Promise<void> {
    const answer = await this.#post(LOST_DEVICE_PATH, { device: this.device });
    expect(await answer.json()).toEqual({ lost: null });
  }

  #post(at: string, body: unknown): Promise<Response> {
    const { origin } = this.#server();
    const headers = { 'Content-Type': 'application/json', Origin: origin };
    return this.fetch(origin + at, { method: 'POST', headers, body: JSON.stringify(body) });
  }
}

function draftOf(id: Uuid, photos: readonly FileRef[]): DraftPush {
  const attachments = photos.length > 0 ? [{ document: 'picture', files: [...photos] }] : [];
  const { code: procedure, version } = EVERYTHING;
  const stamps = { startedAt: NOW - 9_000, savedAt: NOW - 5_000 };
  return {
    id,
    base: 0,
    body: { procedure, version, unit: '03004', answers: EVERYTHING_ANSWERS, attachments, ...stamps },
  };
}

function lostDeviceContract(name: string, engine: TestEngine): void {
  describe(`a store that the browser threw away: ${name}`, () => {
    let database: OpenDatabase;
    let ledger: SqlLedger;
    let server: TestServer;
    let clock = NOW;
    const surfer = (who: keyof typeof PEOPLE = 'resident') => new Surfer(() => server, who);

    beforeAll(async () => {
      database = await freshDatabase(engine);
      for (const id of [RESIDENT, HELPER]) await addAccount(database, { id });
      ledger = createLedger({ database, unitPrefix: () => 'H38.16', nudges: { emit: () => undefined } });
      const sentinel = createSentinel({ origin: 'http://localhost' });
      const content = { ground: () => groundAt(NOW) };
      server = await serve([
        ...syncRoutes({ ledger, content, ...NO_RECEIPTS, sentinel, hasRoom: async () => true, now: () => clock }),
        ...lostDeviceRoutes({ database, sentinel }),
      ]);
    });
    afterAll(async () => {
      await server.stop();
      await database.close();
    });

    test('the first exchange of a device leaves a cookie no script can read, and later ones leave it', async () => {
      const browser = surfer();
      await browser.sync([]);
      expect(browser.setCookies).toEqual([
        expect.stringMatching(
          new RegExp(`^${COOKIE}=[0-9a-f]{12}\\.${browser.device}; Max-Age=34560000; Path=/; HttpOnly; SameSite=Lax$`),
        ),
      ]);
      await browser.sync([]);
      expect(await browser.lost()).toBeNull();
      expect(browser.setCookies).toHaveLength(1);
    });

    test('what a lost device had told the server is named, once, until its person has read it', async () => {
      const browser = surfer();
      const [card, page1, page2, picture, photo] = [aFile(), aFile(), aFile(), aFile(), aFile()];
      const dossier = randomUUID();
      const attachments = [
        { document: 'idCard', files: [page1, page2] },
        { document: 'picture', files: [picture] },
      ];
      const before = await browser.sync(
        [submitIntent([card]), { ...submitIntent([], dossier), attachments } as CitizenIntent],
        [draftOf(randomUUID(), [photo]), draftOf(randomUUID(), [])],
      );
      expect(before.outcomes.map(({ result }) => result)).toEqual(['done', 'done']);
      for (const file of [card, page1]) await ledger.transaction((tx) => recordFile(tx, RESIDENT, file, NOW));
      const old = browser.device;

      browser.evict();
      await browser.sync([]);
      const lost = must(await browser.lost(), 'what was lost');
      expect(lost).toMatchObject({ device: old, lastSeq: 2, drafts: [{ photos: 0 }, { photos: 1 }] });
      expect(lost.dossiers).toBeGreaterThanOrEqual(2);
      expect(lost.lastContactAt).toBe(NOW);
      const missing = [
        { document: 'idCard', missing: 1, of: 2 },
        { document: 'picture', missing: 1, of: 1 },
      ];
      expect(lost.incomplete).toEqual([
        { id: dossier, code: expect.any(String) as string, procedure: EVERYTHING.code, papers: missing },
      ]);
      // Photographed again on another phone of the person, a paper is not missing from the lost one any more.
      clock += 60_000;
      const again = aFile();
      const intent: CitizenIntent = {
        type: 'replacePapers',
        dossier,
        lost: [page2.hash],
        attachments: [{ document: 'idCard', files: [again] }],
      };
      expect((await surfer().sync([intent])).outcomes).toMatchObject([{ result: 'done' }]);
      await ledger.transaction((tx) => recordFile(tx, RESIDENT, again, NOW));
      expect((await browser.lost())?.incomplete).toMatchObject([{ id: dossier, papers: missing.slice(1) }]);
      // Nothing but the person's word ends it: neither another exchange nor another question.
      await browser.sync([]);
      expect(await browser.lost()).toMatchObject({ device: old, dossiers: lost.dossiers });
      await browser.understood();
      expect(await browser.lost()).toBeNull();
      expect(browser.cookies.get(COOKIE)).toContain(browser.device);

      // Lost again before anything was done on the new one: that one is named, with nothing of it missing.
      const second = browser.device;
      browser.evict();
      await browser.sync([]);
      expect(await browser.lost()).toMatchObject({ device: second, lastSeq: 0, incomplete: [] });
    });

    test('papers that another phone of the person still has are not called lost', async () => {
      const [browser, other] = [surfer(), surfer()];
      await browser.sync([]);
      const elsewhere = randomUUID();
      await other.sync([submitIntent([aFile()], elsewhere)], [draftOf(randomUUID(), [aFile()])]);
      browser.evict();
      const lost = must(await browser.lost(), 'what was lost');
      expect(lost.incomplete.map(({ id }) => id)).not.toContain(elsewhere);
      expect(lost.drafts[0]).toMatchObject({ photos: 0 });
      expect(await other.lost()).toBeNull();
    });

    test('another account on the phone sees nothing, and is told of its own', async () => {
      const browser = surfer();
      await browser.sync([submitIntent([aFile()])]);
      const [hers, cookie] = [browser.device, browser.cookies.get(COOKIE) ?? ''];

      browser.cookies.set('as', 'helper');
      browser.evict();
      expect(await browser.lost()).toBeNull();
      await browser.sync([]);
      const his = browser.device;
      browser.evict();
      expect(await browser.lost()).toMatchObject({ device: his, dossiers: 0, incomplete: [], drafts: [] });

      browser.cookies.set('as', 'resident');
      expect(await browser.lost()).toMatchObject({ device: hers });
      // A cookie with the other's device under one's own name says nothing of that device.
      const tag = must(/(\w{12})\.[\w-]+$/.exec(cookie)?.[1], 'tag');
      browser.cookies.set(COOKIE, `${tag}.${his}`);
      expect(await browser.lost()).toBeNull();
      browser.cookies.delete('as');
      const asked = await browser.fetch(`${server.origin}${LOST_DEVICE_PATH}?device=${his}`);
      expect(asked.status).toBe(401);
    });

    test('a cookie that names what this server never had is put right', async () => {
      const browser = surfer();
      await browser.sync([]);
      const tag = (browser.cookies.get(COOKIE) ?? '').slice(0, 12);
      browser.cookies.set(COOKIE, `${tag}.${randomUUID()}`);
      expect(await browser.lost()).toBeNull();
      expect(browser.cookies.get(COOKIE)).toBe(`${tag}.${browser.device}`);
      browser.cookies.set(COOKIE, 'a_b.c_%00');
      expect(await browser.lost()).toBeNull();
      expect(browser.cookies.get(COOKIE)).toBe(`${tag}.${browser.device}`);
    });
  });
}

lostDeviceContract('PGlite', 'pglite');

const postgres = startPostgres();
if (postgres.ok) {
  describe('PostgreSQL', () => {
    afterAll(postgres.stop);
    lostDeviceContract('PostgreSQL', { postgresUrl: postgres.url });
  });
} else {
  test.skip(`a store that the browser threw away, on PostgreSQL: ${postgres.why}`);
}

test('the cookie keeps to this host where there is TLS, and forgets who signs out', () => {
  const sentinel = createSentinel({ origin: 'https://banso.example' });
  const asking = (cookie: string | null) =>
    new Request('https://banso.example/', { headers: { Cookie: (cookie ?? '').split(';')[0] ?? '' } });
  const [may, pao] = [randomUUID(), randomUUID()];
  const one = sentinel.remember(asking(''), 'may', may);
  expect(one).toMatch(
    /^__Host-banso-had=\w{12}\.[\w-]{36}; Max-Age=34560000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  const both = asking(sentinel.remember(asking(one), 'pao', pao));
  expect([sentinel.deviceOf(both, 'may'), sentinel.deviceOf(both, 'pao')]).toEqual([may, pao]);
  expect(sentinel.remember(both, 'pao', pao)).toBeNull();

  // Whoever used it last comes first, and is meant by a sign-out after the session has ended.
  const again = asking(sentinel.renew(both, 'may'));
  const left = asking(sentinel.forget(again, null));
  expect([sentinel.deviceOf(left, 'may'), sentinel.deviceOf(left, 'pao')]).toEqual([null, pao]);
  expect(sentinel.forget(left, 'may')).toBeNull();
  expect(sentinel.forget(left, 'pao')).toMatch(/^__Host-banso-had=; Max-Age=0;/);

  let many = asking('');
  for (let n = 0; n < 30; n += 1) many = asking(sentinel.remember(many, `account-${n}`, randomUUID()));
  expect((many.headers.get('Cookie') ?? '').length).toBeLessThan(300);
  expect(sentinel.deviceOf(many, 'account-29')).not.toBeNull();
});
