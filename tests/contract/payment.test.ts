import { randomUUID } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { must } from '#core/assert.ts';
import { encodeVietQr } from '#core/fee/vietqr.ts';
import type { Dossier } from '#core/dossier/dossier.ts';
import { SuspenseList } from '#protocol/desk.ts';
import { FEE_REQUEST_TYPE, FeeClaims, feeClaims } from '#protocol/fee.ts';
import { runOfficerCommand } from '#server/commands/officer.ts';
import { openKeys, publicKeyOf, type ServerKeys } from '#server/keys.ts';
import { createMakeFee } from '#server/payment/request.ts';
import { signBody, SIGNATURE_HEADER, TOLERANCE_MS } from '#server/payment/signature.ts';
import { DeskWorld, OTHER_UNIT, PAYEE, SECRET, testEngines, UNIT } from './desk-world.ts';

const EARLY = { id: 'FTearly', amount: 16_000, currency: 'VND', account: PAYEE.account };
const DAY_MS = 24 * 60 * 60_000;
const { engines, stop } = testEngines();

let folder: string;
let keys: ServerKeys;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banso-payment-'));
  keys = await openKeys(folder);
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  stop();
});

describe.each(engines)('money on $name', ({ engine }) => {
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

  const paymentsOf = async ({ id }: Dossier) => (await world.dossier(id)).payments;
  const suspense = async (as: 'officer' | 'stranger' | 'administrator' = 'administrator') =>
    SuspenseList.parse(await (await world.ask(as, '/api/desk/suspense')).json()).rows;

  /** The desk asks for the fee under a reference that ends as given. */
  const askFee = async (id: string, nonce: string) => {
    const { calendar, ground } = world.content;
    const makeFee = await createMakeFee({ signing: keys.signing, payee: PAYEE, calendar, nonce: () => nonce });
    const { now } = world;
    const seen = (await world.dossier(id)).events.length;
    const asked = await world.ledger.transaction(
      async (tx) =>
        await runOfficerCommand(tx, {
          dossierId: id,
          officer: { account: 'account-lan', name: 'lan', unit: UNIT },
          command: { id: randomUUID(), seen, intent: { type: 'requestFee', amount: 16_000, reason: 'Lệ phí' } },
          ground: ({ procedure, version, unit }) => ground(procedure, version, unit, now),
          makeFee: async (dossier, amount, reason) => await makeFee(tx.sql, { dossier, amount, reason, now }),
        }),
    );
    expect(asked.kind).toBe('done');
  };

  describe('a fee request', () => {
    test('is signed by the province over everything a payer relies on', async () => {
      const dossier = await world.owing();
      const fee = must(dossier.fee, 'fee');
      const key = await importJWK({ ...publicKeyOf(keys.signing) }, 'ES256');
      const { payload, protectedHeader } = await compactVerify(fee.signed, key);
      expect(protectedHeader).toEqual({ alg: 'ES256', kid: keys.signing.kid, typ: FEE_REQUEST_TYPE });
      expect(FeeClaims.parse(JSON.parse(new TextDecoder().decode(payload)))).toEqual(feeClaims(dossier.id, fee));
      expect(fee).toMatchObject({ amount: 16_000, payee: PAYEE });
    });

    test('may be paid until 17:00 of the fifth working day', async () => {
      // Monday 9 November; the fifth working day after is Monday the 16th.
      const { fee } = await world.owing();
      expect(new Date(must(fee, 'fee').expiresAt).toISOString()).toBe('2026-11-16T10:00:00.000Z');
    });

    test('draws again when its reference is taken', async () => {
      const nonces = ['AAAA', 'AAAA', 'AAAA', 'BBBB'];
      const makeFee = await createMakeFee({
        signing: keys.signing,
        payee: PAYEE,
        calendar: world.content.calendar,
        nonce: () => nonces.shift() ?? 'ZZZZ',
      });
      const dossier = await world.dossier(await world.submit('may'));
      const references = await world.database.transaction(async (sql) => {
        const wish = { dossier, amount: 16_000, reason: 'Lệ phí', now: world.now };
        return [(await makeFee(sql, wish)).reference, (await makeFee(sql, wish)).reference];
      });
      expect(references).toEqual(['AAAA', 'BBBB'].map((end) => dossier.code.replace(/[.-]/g, '') + end));
    });
  });

  describe('the webhook', () => {
    test('makes the fee paid, with a receipt and the clock running again', async () => {
      const dossier = await world.owing();
      const promised = must(dossier.promisedDay, 'promised day');
      world.now += 3 * DAY_MS;
      const answer = await world.report(world.paying(dossier, { paidAt: world.now - 5_000 }));
      expect([answer.status, await answer.json()]).toEqual([200, { duplicate: false }]);
      const after = await world.dossier(dossier.id);
      expect(after.status).toBe('processing');
      expect(after.payments).toEqual([
        { fee: dossier.fee?.id, amount: 16_000, receiptNo: 'BL-2026-000001', paidAt: world.now - 5_000 },
      ]);
      expect(must(after.promisedDay, 'promised day') > promised).toBe(true);
      expect(after.refundsOpened).toBe(0);
      expect(await suspense()).toEqual([]);
    });

    test('three times, one after the other or at once, is one payment', async () => {
      const dossier = await world.owing();
      const transfer = world.paying(dossier);
      const answers = await Promise.all([world.report(transfer), world.report(transfer), world.report(transfer)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      const duplicates = await Promise.all(answers.map(async (one) => (await one.json()) as { duplicate: boolean }));
      expect(duplicates.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
      expect(await (await world.report(transfer)).json()).toEqual({ duplicate: true });
      expect(await paymentsOf(dossier)).toHaveLength(1);
      expect(await suspense()).toEqual([]);
    });

    test('with a number that is known for another transfer is a conflict and changes nothing', async () => {
      const dossier = await world.owing();
      const transfer = world.paying(dossier, { amount: 15_000 });
      await world.report(transfer);
      const again = await world.report({ ...transfer, amount: 16_000 });
      expect(again.status).toBe(409);
      expect(await paymentsOf(dossier)).toEqual([]);
      expect(world.log.some((line) => line.includes('ALARM'))).toBe(true);
    });

    test.each([
      ['amount', { amount: 15_000 }],
      ['account', { account: '999900001111' }],
      ['currency', { currency: 'USD' }],
      ['noReference', { memo: 'nop le phi giup con' }],
      ['unknownReference', { memo: 'H38162611099999ZZZZ' }],
    ] as const)('with a wrong %s leaves the money in suspense', async (why, changes) => {
      const dossier = await world.owing();
      expect((await world.report(world.paying(dossier, changes))).status).toBe(200);
      expect((await world.dossier(dossier.id)).status).toBe('paymentRequested');
      const guessed = why === 'noReference' || why === 'unknownReference' ? null : dossier.id;
      expect(await suspense()).toMatchObject([{ why, dossier: guessed }]);
    });

    test('a second payment of a paid fee waits for a person', async () => {
      const dossier = await world.owing();
      await world.report(world.paying(dossier));
      await world.report(world.paying(dossier));
      expect(await paymentsOf(dossier)).toHaveLength(1);
      expect(await suspense()).toMatchObject([{ why: 'alreadyPaid', dossier: dossier.id }]);
    });

    test('two payments of one fee at the same moment: one is taken', async () => {
      const dossier = await world.owing();
      await Promise.all([world.report(world.paying(dossier)), world.report(world.paying(dossier))]);
      expect(await paymentsOf(dossier)).toHaveLength(1);
      expect(await suspense()).toMatchObject([{ why: 'alreadyPaid' }]);
    });

    test('finds the reference in what banks make of a memo', async () => {
      const dossier = await world.owing();
      const { reference } = must(dossier.fee, 'fee');
      const memo = `MBVCB.8812.045.${reference.slice(0, 9).toLowerCase()} \n${reference.slice(9)}.CT tu 0071000 toi`;
      await world.report(world.paying(dossier, { memo }));
      expect(await paymentsOf(dossier)).toHaveLength(1);
    });

    test('after a withdrawal records the money and opens a refund', async () => {
      const dossier = await world.owing();
      await world.sync('may', { type: 'withdraw', dossier: dossier.id, reason: 'Không cần nữa' });
      await world.report(world.paying(dossier));
      expect(await world.dossier(dossier.id)).toMatchObject({ status: 'withdrawn', refundsOpened: 16_000 });
      expect(await paymentsOf(dossier)).toHaveLength(1);
    });

    test('late is taken while the dossier waits, and held when it no longer does', async () => {
      const waits = await world.owing();
      const gone = await world.owing('pao');
      await world.sync('pao', { type: 'withdraw', dossier: gone.id, reason: '' });
      world.now += 30 * DAY_MS;
      await world.report(world.paying(waits));
      await world.report(world.paying(gone));
      expect((await world.dossier(waits.id)).status).toBe('processing');
      expect((await world.dossier(gone.id)).refundsOpened).toBe(0);
      expect(await suspense()).toMatchObject([{ why: 'expired', dossier: gone.id }]);
    });

    test('that comes before its fee exists leaves the money in suspense, where it stays until a person sees to it', async () => {
      const id = await world.submit('may');
      await world.done(id, { type: 'receive' });
      const { code } = await world.dossier(id);
      const memo = `${code.replace(/[.-]/g, '')}SOON`;
      const early = { ...EARLY, memo, paidAt: world.now };
      expect(await (await world.report(early)).json()).toEqual({ duplicate: false });
      const waiting = [{ id: early.id, why: 'unknownReference', dossier: null, amount: 16_000, memo }];
      expect(await suspense()).toMatchObject(waiting);

      await askFee(id, 'SOON');
      expect((await world.dossier(id)).fee).toMatchObject({ reference: memo });
      expect(await (await world.report(early)).json()).toEqual({ duplicate: true });
      expect(await world.dossier(id)).toMatchObject({ status: 'paymentRequested', payments: [] });
      expect(await suspense()).toMatchObject(waiting);

      // Paid again, since nobody knew of the first: one counts, and the other is still there to be given back.
      await world.report({ ...early, id: 'FTagain' });
      expect(await paymentsOf(await world.dossier(id))).toHaveLength(1);
      expect(await suspense()).toMatchObject(waiting);
    });

    test('numbers receipts without holes, and anew each year', async () => {
      const dossiers = [await world.owing(), await world.owing('pao'), await world.owing()];
      await world.report(world.paying(must(dossiers[0], 'dossier')));
      await world.report(world.paying(must(dossiers[1], 'dossier'), { amount: 1 }));
      await world.report(world.paying(must(dossiers[1], 'dossier')));
      // Still 2026 in Greenwich, and 2027 in Vietnam.
      world.now = Date.UTC(2026, 11, 31, 17, 30);
      await world.report(world.paying(must(dossiers[2], 'dossier')));
      const numbers = (await Promise.all(dossiers.map(paymentsOf))).flat().map(({ receiptNo }) => receiptNo);
      expect(numbers).toEqual(['BL-2026-000001', 'BL-2026-000002', 'BL-2027-000001']);
    });

    test('forged, stale or unsigned is refused and leaves nothing behind', async () => {
      const dossier = await world.owing();
      const transfer = world.paying(dossier);
      const bytes = new TextEncoder().encode(JSON.stringify(transfer));
      const signed = (secret: string, at: number) => ({ [SIGNATURE_HEADER]: signBody(secret, at, bytes) });
      const bad = [
        signed('a guess', world.now),
        signed(SECRET, world.now - TOLERANCE_MS - 1_000),
        signed(SECRET, world.now + TOLERANCE_MS + 1_000),
        { [SIGNATURE_HEADER]: 't=1,v1=' },
        {},
      ];
      for (const headers of bad) expect((await world.report(transfer, headers)).status).toBe(403);
      const tampered = JSON.stringify({ ...transfer, memo: 'x' });
      expect((await world.report(tampered, signed(SECRET, world.now))).status).toBe(403);
      expect(await paymentsOf(dossier)).toEqual([]);
      expect(await suspense()).toEqual([]);
    });

    test('signed but no transfer is refused', async () => {
      const transfer = world.paying(await world.owing());
      for (const body of [
        '',
        '{',
        '[]',
        { ...transfer, extra: 1 },
        { ...transfer, amount: '16000' },
        { ...transfer, amount: 1.5 },
      ]) {
        expect((await world.report(body)).status).toBe(400);
      }
      expect((await world.report('x'.repeat(20_000))).status).toBe(413);
    });

    test('keeps what a payer wrote out of the log, and takes even what a database cannot hold', async () => {
      const dossier = await world.owing();
      const memo = `${must(dossier.fee, 'fee').reference} \0 Giàng A Páo`;
      expect((await world.report(world.paying(dossier, { memo }))).status).toBe(200);
      expect(await paymentsOf(dossier)).toHaveLength(1);
      expect(world.log.join('')).not.toMatch(/Giàng|16000/);
    });
  });

  test('suspense is seen by the unit it was meant for and by the administrator', async () => {
    const here = await world.owing();
    const there = await world.owing('pao', OTHER_UNIT);
    await world.report(world.paying(here, { amount: 1 }));
    await world.report(world.paying(there, { amount: 2 }));
    await world.report(world.paying(here, { memo: '' }));
    expect((await suspense('officer')).map(({ dossier }) => dossier)).toEqual([here.id]);
    expect((await suspense('stranger')).map(({ dossier }) => dossier)).toEqual([there.id]);
    expect(await suspense()).toHaveLength(3);
    expect((await world.ask('may', '/api/desk/suspense')).status).toBe(404);
    expect((await world.ask(null, '/api/desk/suspense')).status).toBe(401);
  });

  test('paying at the sandbox bank pays the fee', async () => {
    const dossier = await world.owing();
    const { payee, amount, reference } = must(dossier.fee, 'fee');
    const code = encodeVietQr({ bin: payee.bin, account: payee.account, amount, purpose: reference });
    const order = { qr: code.ok ? code.payload : '', deliveries: 3 };
    expect((await world.ask(null, '/sandbox/bank/transfers', order)).status).toBe(201);
    await vi.waitFor(() =>
      expect(world.bank.list()[0]?.deliveries.map(({ state }) => state)).toEqual(Array(3).fill('delivered')),
    );
    expect(await paymentsOf(dossier)).toHaveLength(1);
  });
});
