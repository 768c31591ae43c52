import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { encodeVietQr } from '#core/fee/vietqr.ts';
import { must } from '#core/assert.ts';
import { findSignatureFault, signBody, SIGNATURE_HEADER } from '#server/payment/signature.ts';
import { BankTransfer } from '#server/payment/transfer.ts';
import { createBank, type Bank } from './bank.ts';

const SECRET = 'between the bank and the province';

type Received = { readonly signature: string | null; readonly body: Buffer };

/** A webhook's receiver that answers the given statuses in turn, and the last one ever after. */
async function receiver(...statuses: number[]): Promise<{ url: string; received: Received[]; server: Server }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const signature = request.headers[SIGNATURE_HEADER.toLowerCase()];
      received.push({ signature: String(signature), body: Buffer.concat(chunks) });
      response.writeHead(statuses[Math.min(received.length, statuses.length) - 1] ?? 500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received, server };
}

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

function bankAt(webhook: string, tries = 7): Bank {
  const bank = createBank({ secret: SECRET, webhook, backOff: Array.from({ length: tries - 1 }, () => 1) });
  open.push(() => bank.stop());
  return bank;
}

function qr(amount?: number): string {
  const code = encodeVietQr({
    bin: '970415',
    account: '113800004512',
    purpose: 'H38162611090042LPHS',
    ...(amount === undefined ? {} : { amount }),
  });
  return code.ok ? code.payload : '';
}

const order = { qr: qr(16_000), deliveries: 1, delaySeconds: 0 };
const statesOf = (bank: Bank) => bank.list()[0]?.deliveries.map(({ state }) => state);

test('pays what the code says and reports it, signed', async () => {
  const { url, received } = await receiver(200);
  const bank = bankAt(url);
  expect(bank.pay(order)).toMatchObject({ ok: true, entry: { transfer: { amount: 16_000, currency: 'VND' } } });
  await vi.waitFor(() => expect(statesOf(bank)).toEqual(['delivered']));
  const { body, signature } = must(received[0], 'report');
  expect(findSignatureFault(SECRET, signature, body, Date.now())).toBeNull();
  expect(BankTransfer.parse(JSON.parse(body.toString()))).toMatchObject({
    account: '113800004512',
    memo: 'H38162611090042LPHS',
  });
});

test('reports one transfer as often as asked, each time with the same number and body', async () => {
  const { url, received } = await receiver(200);
  const bank = bankAt(url);
  const paid = bank.pay({ ...order, deliveries: 3 });
  await vi.waitFor(() => expect(statesOf(bank)).toEqual(['delivered', 'delivered', 'delivered']));
  expect(bank.deliverAgain(paid.ok ? paid.entry.transfer.id : '')).toBe(true);
  await vi.waitFor(() => expect(received).toHaveLength(4));
  expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1);
  expect(bank.deliverAgain('FT0')).toBe(false);
});

test('tries again after errors, seven times, and then gives up', async () => {
  const flapping = await receiver(503, 500, 200);
  const patient = bankAt(flapping.url);
  patient.pay(order);
  await vi.waitFor(() =>
    expect(patient.list()[0]?.deliveries).toEqual([{ state: 'delivered', tries: 3, status: 200 }]),
  );

  const broken = await receiver(500);
  const hopeful = bankAt(broken.url);
  hopeful.pay(order);
  await vi.waitFor(() => expect(hopeful.list()[0]?.deliveries).toEqual([{ state: 'givenUp', tries: 7, status: 500 }]));
  expect(broken.received).toHaveLength(7);
});

test('amount and memo of the order win over the code’s', async () => {
  const { url } = await receiver(200);
  const paid = bankAt(url).pay({ ...order, amount: 15_000, memo: '' });
  expect(paid).toMatchObject({ ok: true, entry: { transfer: { amount: 15_000, memo: '' } } });
});

test('refuses what is no code, and a code without an amount', async () => {
  const { url } = await receiver(200);
  const bank = bankAt(url);
  expect(bank.pay({ ...order, qr: 'https://example.vn' })).toEqual({ ok: false, reason: 'qr' });
  expect(bank.pay({ ...order, qr: `${qr(16_000)}0` })).toEqual({ ok: false, reason: 'qr' });
  expect(bank.pay({ ...order, qr: qr() })).toEqual({ ok: false, reason: 'amount' });
  expect(bank.list()).toEqual([]);
});

test('keeps the last twenty transfers, newest first', async () => {
  const { url } = await receiver(200);
  const bank = bankAt(url);
  for (let amount = 1; amount <= 25; amount += 1) bank.pay({ ...order, amount });
  expect(bank.list().map(({ transfer }) => transfer.amount)).toEqual(Array.from({ length: 20 }, (_, at) => 25 - at));
});

test('a bank that reports nothing says what came in when the province asks', async () => {
  const { url, received } = await receiver(200);
  const bank = bankAt(url);
  for (const amount of [1, 2]) bank.pay({ ...order, amount, deliveries: 0 });
  const signed = (text: string, secret = SECRET) => signBody(secret, Date.now(), new TextEncoder().encode(text));
  const since = (at: number) => bank.statement('since', at, signed('since'))?.map(({ amount }) => amount);
  expect(since(0)).toEqual([1, 2]);
  expect(since(Date.now() + 1)).toEqual([]);
  expect(bank.statement('since', 0, signed('since', 'another'))).toBeNull();
  expect(bank.statement('since', 0, signed('until'))).toBeNull();
  expect(bank.statement('since', 0, null)).toBeNull();
  expect(received).toEqual([]);
});

test('a stopped bank reports nothing more', async () => {
  const { url, received } = await receiver(200);
  const bank = bankAt(url);
  bank.pay({ ...order, delaySeconds: 1 });
  bank.stop();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(received).toEqual([]);
  expect(statesOf(bank)).toEqual(['waiting']);
});
