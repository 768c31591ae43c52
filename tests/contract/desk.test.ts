import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import type { Day } from '#core/calendar/day.ts';
import { fold } from '#core/dossier/fold.ts';
import type { Overlay } from '#core/procedure/overlay.ts';
import { formatDay } from '#core/text/when.ts';
import { DeskDossier, DeskNudge, DeskOutcome, type DeskList } from '#protocol/desk.ts';
import { unitOwner } from '#server/commands/officer.ts';
import { openKeys, type ServerKeys } from '#server/keys.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { DeskWorld, fileOf, OTHER_UNIT, testEngines, UNIT } from './desk-world.ts';

const DAY_MS = 24 * 60 * 60_000;
const { engines, stop } = testEngines();

let folder: string;
let keys: ServerKeys;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banso-desk-'));
  keys = await openKeys(folder);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  stop();
});

describe.each(engines)('the desk on $name', ({ engine }) => {
  let world: DeskWorld;
  beforeAll(async () => {
    if (engine !== null) world = await DeskWorld.open(engine, keys.signing);
  });
  afterAll(async () => {
    if (engine !== null) await world.close();
  });
  beforeEach(async ({ skip }) => {
    if (engine === null) return skip();
    await world.clear();
  });

  /** A dossier whose result is made. */
  async function finish(id: string): Promise<void> {
    const result = { ...fileOf(`result of ${id}`), name: 'Giấy phép' };
    await world.store(unitOwner(UNIT), fileOf(`result of ${id}`));
    await world.done(id, { type: 'startProcessing' });
    await world.done(id, { type: 'finish', note: '', results: [result] });
  }

  /** One dossier in every state, all of one unit. */
  async function everyQueue(): Promise<Record<string, string>> {
    const item = { items: [{ what: 'Chụp lại' }], reason: 'Mờ', dueDay: '2026-11-20' };
    const ids = {
      registered: await world.submit('may'),
      received: await world.submit('may'),
      processing: await world.submit('pao'),
      supplement: await world.submit('pao'),
      toPay: (await world.owing()).id,
      finished: await world.submit('may'),
      returned: await world.submit('may'),
      withdrawn: await world.submit('may'),
    };
    for (const id of [ids.received, ids.processing, ids.finished, ids.returned]) {
      await world.done(id, { type: 'receive' });
    }
    await world.done(ids.processing, { type: 'startProcessing' });
    await world.done(ids.supplement, { type: 'requestSupplement', ...item });
    await finish(ids.finished);
    await finish(ids.returned);
    await world.done(ids.returned, { type: 'return', how: 'online' });
    await world.sync('may', { type: 'withdraw', dossier: ids.withdrawn, reason: '' });
    return ids;
  }

  describe('queues', () => {
    test('hold what their names say, and are counted', async () => {
      const ids = await everyQueue();
      const { counts } = await world.list('officer');
      expect(counts).toEqual({
        toReceive: 1,
        inProgress: 2,
        toSupplement: 1,
        toPay: 1,
        toReturn: 1,
        overdue: 0,
        closed: 2,
      });
      const expected = {
        toReceive: [ids['registered']],
        inProgress: [ids['received'], ids['processing']],
        toSupplement: [ids['supplement']],
        toPay: [ids['toPay']],
        toReturn: [ids['finished']],
        overdue: [],
        closed: [ids['returned'], ids['withdrawn']],
      };
      for (const [queue, wanted] of Object.entries(expected)) {
        const { rows } = await world.list('officer', { queue });
        expect(rows.map(({ id }) => id).sort(), queue).toEqual([...wanted].sort());
      }
    });

    test('overdue is what the clock runs for and whose day is past, not what waits for the citizen', async () => {
      const ids = await everyQueue();
      world.now += 30 * DAY_MS;
      const { counts, rows } = await world.list('officer', { queue: 'overdue' });
      expect(counts.overdue).toBe(2);
      expect(rows.map(({ id }) => id).sort()).toEqual([ids['received'], ids['processing']].sort());
    });

    test('what is due first comes first, then what came first', async () => {
      const late = await world.submit('may');
      world.now += DAY_MS;
      const early = await world.submit('may');
      world.now += 1_000;
      const second = await world.submit('pao');
      await world.done(early, { type: 'receive' });
      world.now += 1_000;
      await world.done(second, { type: 'receive' });
      world.now += DAY_MS;
      await world.done(late, { type: 'receive' });
      const { rows } = await world.list('officer', { queue: 'inProgress' });
      expect(rows.map(({ id }) => id)).toEqual([early, second, late]);
      const oldest = await world.submit('may');
      world.now += 1_000;
      const newest = await world.submit('may');
      const fresh = await world.list('officer', { queue: 'toReceive' });
      expect(fresh.rows.map(({ id }) => id)).toEqual([oldest, newest]);
    });

    test('a row says what has arrived and whether it is paid', async () => {
      const id = await world.submit('may', { pages: 2, missing: 1 });
      const row = must((await world.list('officer', { queue: 'toReceive' })).rows[0], 'row');
      expect(row).toMatchObject({
        id,
        status: 'registered',
        applicant: 'LÝ THỊ MẨY',
        filesHere: 1,
        filesAll: 2,
        bytes: 2_000,
        paid: false,
        promisedDay: null,
        submittedAt: world.now,
        claimedAt: world.now - 60_000,
      });
      expect(row.code).toMatch(/^H38\.\d+-261109-0001$/);

      const owing = await world.owing();
      await world.report(world.paying(owing));
      expect((await world.list('officer', { queue: 'inProgress' })).rows).toMatchObject([{ id: owing.id, paid: true }]);
    });

    test('are paged without a gap or a double, also when many are due the same day', async () => {
      const all: string[] = [];
      for (let count = 0; count < 105; count += 1) {
        if (count % 3 === 0) world.now += 1;
        all.push(await world.submit(count % 2 === 0 ? 'may' : 'pao', { pages: 1, missing: 1 }));
      }
      expect(await pages((place) => world.list('officer', { queue: 'toReceive', ...place }))).toEqual([50, 50, 5]);
      expect(await pages((place) => world.search('officer', 'ly thi', place))).toEqual([50, 50, 5]);

      async function pages(read: (place: { after?: string }) => Promise<DeskList>): Promise<number[]> {
        const seen: string[][] = [];
        for (let next: string | null = ''; next !== null;) {
          const page = await read(next === '' ? {} : { after: next });
          seen.push(page.rows.map(({ id }) => id));
          next = page.next;
        }
        expect(seen.flat().sort()).toEqual([...all].sort());
        return seen.map((ids) => ids.length);
      }
    });

    test.each(['x', 'eyJ9', Buffer.from('{"due":"2026-02-30","submitted":1,"id":"1"}').toString('base64url')])(
      'refuse a place that is none of theirs: %s',
      async (after) => {
        expect((await world.ask('officer', `/api/desk/dossiers?after=${after}`)).status).toBe(400);
        expect((await world.ask('officer', '/api/desk/search', { words: 'ly', after })).status).toBe(400);
      },
    );
  });

  describe('search', () => {
    test('finds by a piece of the code, of the name without marks, and by a whole personal number', async () => {
      const wanted = await world.submit('may', { applicant: 'GIÀNG A PÁO', idNumber: '010192004512' });
      await world.submit('pao', { applicant: 'LÝ THỊ MẨY', idNumber: '010192004513' });
      const code = (await world.dossier(wanted)).code;
      for (const q of [
        code,
        code.toLowerCase(),
        code.slice(-11),
        'giang a',
        'Páo',
        ' 010192004512 ',
        '0101 9200 4512',
      ]) {
        expect(
          (await world.search('officer', q)).rows.map(({ id }) => id),
          q,
        ).toEqual([wanted]);
      }
      for (const q of ['01019200451', '%', '_', "' OR 1=1 --", 'LY THI MAYX', 'ly\0', 'ly\ud800']) {
        expect((await world.search('officer', q)).rows, q).toEqual([]);
      }
    });

    test('is in all queues, and counts them', async () => {
      const ids = await everyQueue();
      const { rows, counts } = await world.search('officer', 'ly thi');
      expect(rows.map(({ id }) => id).sort()).toEqual(Object.values(ids).sort());
      expect(counts).toEqual((await world.list('officer')).counts);
    });

    test('takes its words in the body alone: addresses are written into the logs of whatever stands between', async () => {
      await world.submit('may');
      for (const query of ['q=ly', 'words=ly', 'queue=toReceive&q=ly']) {
        expect((await world.ask('officer', `/api/desk/dossiers?${query}`)).status, query).toBe(400);
      }
      for (const body of [{}, { words: '' }, { words: 'a'.repeat(101) }, { words: 'ly', q: 'ly' }]) {
        expect((await world.ask('officer', '/api/desk/search', body)).status).toBe(400);
      }
      expect(world.log.join('')).not.toMatch(/ly thi|words=/);
    });
  });

  describe('another unit', () => {
    test('sees nothing and can do nothing, and learns no more than that nothing is there', async () => {
      const id = await world.submit('may');
      await world.done(id, { type: 'receive' });
      const nowhere = randomUUID();
      expect((await world.search('stranger', 'LÝ')).rows).toEqual([]);
      expect(Object.values((await world.list('stranger')).counts).every((count) => count === 0)).toBe(true);
      for (const path of ['', '/slip']) {
        const theirs = await world.ask('stranger', `/api/desk/dossiers/${id}${path}`);
        const none = await world.ask('stranger', `/api/desk/dossiers/${nowhere}${path}`);
        expect([theirs.status, await theirs.text()]).toEqual([404, await none.text()]);
      }
      const command = { id: randomUUID(), seen: 2, intent: { type: 'startProcessing' } };
      const theirs = await world.ask('stranger', `/api/desk/dossiers/${id}/commands`, command);
      const none = await world.ask('stranger', `/api/desk/dossiers/${nowhere}/commands`, command);
      expect([theirs.status, await theirs.text()]).toEqual([404, await none.text()]);
      expect((await world.dossier(id)).status).toBe('received');
    });

    test('and citizens do not find the desk at all', async () => {
      const id = await world.submit('may');
      for (const path of ['', `/${id}`, `/${id}/slip`]) {
        expect((await world.ask('may', `/api/desk/dossiers${path}`)).status).toBe(404);
        expect((await world.ask('administrator', `/api/desk/dossiers${path}`)).status).toBe(404);
        expect((await world.ask(null, `/api/desk/dossiers${path}`)).status).toBe(401);
      }
      for (const [as, status] of [
        ['may', 404],
        ['administrator', 404],
        [null, 401],
      ] as const) {
        expect((await world.ask(as, '/api/desk/search', { words: 'ly' })).status).toBe(status);
      }
      expect((await world.ask('may', '/api/desk/stream')).status).toBe(404);
      expect((await world.ask('officer', '/api/desk/dossiers/1')).status).toBe(404);
    });
  });

  describe('a dossier at the desk', () => {
    test('has its history, the files that are missing and the fee the procedure fixes', async () => {
      const id = await world.submit('may', { pages: 2, missing: 1 });
      const answer = await world.ask('officer', `/api/desk/dossiers/${id}`);
      const dossier = DeskDossier.parse(await answer.json());
      expect(dossier.events.map(({ what }) => what.type)).toEqual(['submitted']);
      expect(dossier).toMatchObject({ missingFiles: [fileOf(`${id} 0`).hash], fixedFee: 16_000 });
    });

    test('shows what the citizen said beside it: a payment reported, which pays nothing, and how it went', async () => {
      const owing = await world.owing();
      const { fee } = await world.dossier(owing.id);
      await world.sync('may', { type: 'reportPayment', dossier: owing.id, fee: must(fee, 'fee').id });
      const asked = await world.shown(owing.id);
      expect(asked).toMatchObject({ paymentReportedAt: world.now, rating: null });
      expect(fold(owing.id, asked.events)).toMatchObject({ status: 'paymentRequested', payments: [] });

      const done = await world.submit('may');
      await world.done(done, { type: 'receive' });
      await finish(done);
      await world.sync('may', { type: 'rate', dossier: done, rating: 2, words: 'Chờ lâu' });
      await world.sync('may', { type: 'rate', dossier: done, rating: 4, words: '' });
      const rated = await world.shown(done);
      expect(rated).toMatchObject({ paymentReportedAt: null, rating: { rating: 4, words: '', at: world.now } });
    });

    test('takes a command once, however often it is sent', async () => {
      const id = await world.submit('may');
      const command = randomUUID();
      const seen = (await world.dossier(id)).events.length;
      const first = DeskOutcome.parse(await (await world.act(id, { type: 'receive' }, { command, seen })).json());
      const again = DeskOutcome.parse(await (await world.act(id, { type: 'receive' }, { command, seen })).json());
      expect(first.refusal).toBeNull();
      expect(again.dossier.events).toEqual(first.dossier.events);
      const other = await world.act(id, { type: 'notAccept', reason: 'x' }, { command, seen });
      expect(other.status).toBe(409);
    });

    test('answers a refusal with its reason and the dossier as it is', async () => {
      const id = await world.submit('may', { missing: 1 });
      const early = DeskOutcome.parse(await (await world.act(id, { type: 'receive' })).json());
      expect(early).toMatchObject({ refusal: { code: 'papersNotArrived' }, dossier: { id } });
      const stale = DeskOutcome.parse(await (await world.act(id, { type: 'receive' }, { seen: 9 })).json());
      expect(stale.refusal).toEqual({ code: 'changedMeanwhile', events: 1 });
      await world.store('account-mẩy', fileOf(`${id} 0`));
      await world.done(id, { type: 'receive' });
      const fee = await world.act(id, { type: 'requestFee', amount: 15_000, reason: 'Lệ phí' });
      expect(DeskOutcome.parse(await fee.json()).refusal).toEqual({ code: 'feeFixed', amount: 16_000 });
      const fees = await world.database.db.selectFrom('fee').select('id').execute();
      expect(fees).toEqual([]);
    });

    test('FEE-1 owes what the province had set on the day it was submitted, and nothing else may be asked', async () => {
      const set = (validFrom: Day, amount: number, days: number): Overlay => ({
        procedure: EVERYTHING.code,
        validFrom,
        fee: { amount: { kind: 'fixed', amount, currency: 'VND' } },
        term: { kind: 'within', count: days, unit: 'workingDay' },
        source: { number: `${amount}/NQ-HĐND`, issuer: 'HĐND tỉnh', name: 'Mức thu lệ phí' },
        confidence: 'high',
      });
      const before = await world.submit('may');
      const national = await world.submit('pao');
      const promised = (await world.done(national, { type: 'receive' })).events;
      world.overlays.push(set('2026-11-09', 5_000, 1), set('2026-11-10', 7_000, 2));
      expect(await world.shown(before)).toMatchObject({ fixedFee: 10_000 });

      // A day later another resolution holds, for dossiers submitted from then on.
      world.now += DAY_MS;
      const events = (await world.done(before, { type: 'receive' })).events;
      const asked = await world.act(before, { type: 'requestFee', amount: 16_000, reason: 'Lệ phí' });
      expect(DeskOutcome.parse(await asked.json()).refusal).toEqual({ code: 'feeFixed', amount: 10_000 });
      await world.done(before, { type: 'requestFee', amount: 10_000, reason: 'Lệ phí' });
      expect((await world.dossier(before)).fee).toMatchObject({ amount: 10_000 });
      expect(await world.shown(await world.submit('may'))).toMatchObject({ fixedFee: 14_000 });

      const [own, usual] = [fold(before, events), fold(national, promised)].map((dossier) => dossier?.promisedDay);
      expect(own).toBe('2026-11-11');
      expect(usual).not.toBe(own);
    });
  });

  describe('the stream', () => {
    test('tells a unit of a citizen’s sync and of a payment, and no other unit', async () => {
      const here = await listen('officer');
      const there = await listen('stranger');
      const first = await world.owing();
      const seen = new Set<string>();
      while (!seen.has(first.id)) seen.add(await here.next());
      const second = await world.submit('pao', { unit: OTHER_UNIT });
      expect(await there.next()).toBe(second);
      await here.stop();
      await there.stop();
    });

    test('tells the unit of money that waits for a person', async () => {
      const dossier = await world.owing();
      const here = await listen('officer');
      await world.report(world.paying(dossier, { amount: 15_000 }));
      expect(await here.next()).toBe(dossier.id);
      await here.stop();
    });

    async function listen(as: 'officer' | 'stranger') {
      const answer = await world.ask(as, '/api/desk/stream');
      expect(answer.headers.get('Content-Type')).toMatch(/^text\/event-stream/);
      const reader = must(answer.body, 'body').pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      // The first thing sent is the time to reconnect: from then on nothing is missed.
      while (!text.includes('retry:')) text += (await reader.read()).value ?? '';
      return {
        next: async (): Promise<string> => {
          for (;;) {
            const found = /data: (.*)\n\n/.exec(text);
            if (found) {
              text = text.slice(found.index + found[0].length);
              return DeskNudge.parse(JSON.parse(must(found[1], 'data'))).dossier;
            }
            text += (await reader.read()).value ?? '';
          }
        },
        stop: async () => await reader.cancel(),
      };
    }
  });

  describe('the acceptance slip', () => {
    test('is there once the dossier is received, for its unit and its owner alone', async () => {
      const id = await world.submit('may');
      const asked = (as: 'may' | 'pao' | 'officer', path: string) => world.ask(as, path.replace(':id', id));
      expect((await asked('may', '/api/dossiers/:id/slip')).status).toBe(404);
      await world.done(id, { type: 'receive' });
      const dossier = await world.dossier(id);
      for (const answer of [
        await asked('may', '/api/dossiers/:id/slip'),
        await asked('officer', '/api/desk/dossiers/:id/slip'),
      ]) {
        const page = await answer.text();
        expect(answer.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
        for (const text of [dossier.code, 'LÝ THỊ MẨY', 'Thủ tục đăng ký nuôi trâu biết bay', 'Căn cước', 'lan']) {
          expect(page).toContain(text);
        }
        expect(page).toContain(formatDay(must(dossier.promisedDay, 'day')));
      }
      expect((await asked('pao', '/api/dossiers/:id/slip')).status).toBe(404);
      expect((await asked('officer', '/api/dossiers/:id/slip')).status).toBe(404);
      expect((await asked('may', '/api/dossiers/:id/slip?lang=en')).headers.get('Content-Type')).toMatch(/^text\/html/);
    });

    test('keeps saying what was promised, with the day a pause has moved it to', async () => {
      const owing = await world.owing();
      world.now += 2 * DAY_MS;
      await world.report(world.paying(owing));
      const moved = must((await world.dossier(owing.id)).promisedDay, 'day');
      const page = await (await world.ask('may', `/api/dossiers/${owing.id}/slip`)).text();
      for (const day of [must(owing.promisedDay, 'day'), moved]) {
        expect(page).toContain(formatDay(day));
      }
    });
  });
});
