import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import { encodeVietQr } from '#core/fee/vietqr.ts';
import type { Dossier } from '#core/dossier/dossier.ts';
import { openKeys } from '#server/keys.ts';
import { isMoneyAwaited, pollingBank } from '#server/payment/poll.ts';
import { takingTransfers } from '#server/payment/taking.ts';
import { BANK_STATEMENT } from '#server/routes/bank.ts';
import { DeskWorld, SECRET, testEngines } from './desk-world.ts';

const { engines, stop } = testEngines();
const folder = mkdtempSync(path.join(tmpdir(), 'banso-poll-'));
const HOUR = 60 * 60_000;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
afterAll(() => {
  stop();
  rmSync(folder, { recursive: true });
});

/** A bank that answers as it is told; `asked` are its questions. */
async function bankThat(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const asked: URL[] = [];
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://bank.test'));
    answer(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/credits?branch=1`, asked };
}

describe.each(engines)('asking the bank on $name', ({ engine }) => {
  let world: DeskWorld;
  beforeAll(async () => {
    if (engine !== null) world = await DeskWorld.open(engine, (await openKeys(folder)).signing);
  });
  afterAll(async () => {
    if (engine !== null) await world.close();
  });
  beforeEach(async ({ skip }) => {
    if (engine === null) return skip();
    await world.clear();
  });

  const pollingAt = (url: string, secret = SECRET) => {
    const { ledger, content, database, log } = world;
    const poll = pollingBank({
      provider: 'sandbox',
      url,
      secret,
      isAwaited: () => isMoneyAwaited(database),
      take: takingTransfers({ provider: 'sandbox', ledger, content, now: () => world.now }),
      machineNow: () => world.now,
      log: pino({ base: null }, { write: (line: string) => void log.push(line) }),
    });
    return async (signal = new AbortController().signal) => await poll(signal);
  };
  const paymentsOf = async ({ id }: Dossier) => (await world.dossier(id)).payments.length;
  const said = (words: string) => world.log.filter((line) => line.includes(words)).length;

  test('POLL-1 money that no webhook reports is found at the bank, once', async () => {
    const dossier = await world.owing();
    const poll = pollingAt(world.origin + BANK_STATEMENT);
    expect(await poll()).toMatchObject({ kind: 'taken', report: { read: 0 } });
    const { amount, payee, reference } = must(dossier.fee, 'fee');
    const code = encodeVietQr({ bin: payee.bin, account: payee.account, amount, purpose: reference });
    expect(world.bank.pay({ qr: code.ok ? code.payload : '', deliveries: 0, delaySeconds: 0 })).toMatchObject({
      ok: true,
    });
    const other = await world.owing('pao');
    expect(await poll()).toMatchObject({ kind: 'taken', report: { read: 1, paid: 1, bad: [], failure: null } });
    expect(await paymentsOf(dossier)).toBe(1);
    expect(said('money no webhook had reported')).toBe(1);
    expect(await poll()).toMatchObject({ kind: 'taken', report: { read: 1, paid: 0, known: 1 } });
    expect((await world.report(must(world.bank.list()[0], 'entry').transfer)).status).toBe(200);
    expect([await paymentsOf(dossier), await paymentsOf(other)]).toEqual([1, 0]);
  });

  test('POLL-2 the bank is asked only while money is awaited', async () => {
    const bank = await bankThat((response) => response.end());
    const poll = pollingAt(bank.url);
    expect(await poll()).toEqual({ kind: 'idle' });
    const [paid, withdrawn] = [await world.owing(), await world.owing('pao')];
    expect(await poll()).toMatchObject({ kind: 'taken' });
    await world.report(world.paying(paid));
    expect(await poll()).toMatchObject({ kind: 'taken' });
    await world.sync('pao', { type: 'withdraw', dossier: withdrawn.id, reason: '' });
    expect(await poll()).toEqual({ kind: 'idle' });
    expect(bank.asked).toHaveLength(2);
  });

  test('POLL-3 it is asked for two days back at first, then from an hour before it last answered whole', async () => {
    await world.owing();
    let answers: 'whole' | 'refused' | 'portal' = 'whole';
    const bank = await bankThat((response) => {
      if (answers === 'refused') response.writeHead(503);
      response.end(answers === 'portal' ? '<!doctype html>' : '');
    });
    const poll = pollingAt(bank.url);
    const start = world.now;
    await poll();
    world.now += 10 * HOUR;
    answers = 'refused';
    expect(await poll()).toEqual({ kind: 'unanswered', why: 'status 503' });
    answers = 'portal';
    world.now += HOUR;
    await poll();
    answers = 'whole';
    world.now += HOUR;
    await poll();
    world.now += 100 * HOUR;
    await poll();
    const sinceStart = bank.asked.map(({ searchParams }) => (Number(searchParams.get('since')) - start) / HOUR);
    expect(sinceStart).toEqual([-48, -1, -1, -1, 64]);
    expect(bank.asked[0]?.searchParams.get('branch')).toBe('1');
    expect(said('the bank gave no statement')).toBe(1);
  });

  test('POLL-4 of an answer that breaks off what came is taken, and the next brings the rest', async () => {
    const [one, two] = [await world.owing(), await world.owing('pao')];
    const lines = [world.paying(one), world.paying(two)].map((transfer) => `${JSON.stringify(transfer)}\n`);
    let breaks = true;
    const bank = await bankThat((response) => {
      response.writeHead(200, { 'Content-Length': Buffer.byteLength(lines.join('')) });
      if (!breaks) return response.end(lines.join(''));
      response.write(lines[0]);
      setTimeout(() => response.destroy(), 50);
      return undefined;
    });
    const poll = pollingAt(bank.url);
    expect(await poll()).toMatchObject({ kind: 'unanswered' });
    expect([await paymentsOf(one), await paymentsOf(two)]).toEqual([1, 0]);
    breaks = false;
    expect(await poll()).toMatchObject({ kind: 'taken', report: { paid: 1, known: 1 } });
    expect([await paymentsOf(one), await paymentsOf(two)]).toEqual([1, 1]);
  });

  test('POLL-5 a portal’s page, one number for two transfers, and a bank that does not know us pay nothing', async () => {
    const dossier = await world.owing();
    const portal = await bankThat((response) => response.end('<!doctype html><p>Wi-Fi</p>'));
    expect(await pollingAt(portal.url)()).toMatchObject({ report: { paid: 0, bad: [{ code: 'notJson' }] } });
    const elsewhere = await bankThat((response) => response.writeHead(302, { Location: portal.url }).end());
    expect(await pollingAt(elsewhere.url)()).toMatchObject({ kind: 'unanswered' });
    expect(portal.asked).toHaveLength(1);
    expect(await pollingAt(world.origin + BANK_STATEMENT, 'another secret')()).toEqual({
      kind: 'unanswered',
      why: 'status 403',
    });

    const first = world.paying(dossier, { amount: 1 });
    await world.report(first);
    const twice = await bankThat((response) => response.end(JSON.stringify({ ...first, amount: 16_000 })));
    expect(await pollingAt(twice.url)()).toMatchObject({ report: { bad: [{ code: 'conflict', reason: first.id }] } });
    expect(said('ALARM')).toBe(1);
    expect(await paymentsOf(dossier)).toBe(0);
  });

  test('POLL-6 a bank that does not answer holds up no server that stops', async () => {
    await world.owing();
    const stopping = new AbortController();
    const bank = await bankThat(() => stopping.abort());
    expect(await pollingAt(bank.url)(stopping.signal)).toMatchObject({ kind: 'unanswered' });
    expect(said('the bank gave no statement')).toBe(0);
  });
});
