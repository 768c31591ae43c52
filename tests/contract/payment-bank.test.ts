import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { must } from '#core/assert.ts';
import { encodeVietQr } from '#core/fee/vietqr.ts';
import { createBank, type Bank } from '#server/bank/bank.ts';
import { response, route } from '#server/http/route.ts';
import { bankRoutes } from '#server/routes/bank.ts';
import { serve, type TestServer } from './http-server.ts';

const code = encodeVietQr({ bin: '970415', account: '113800004512', amount: 16_000, purpose: 'H38162611090042LPHS' });
const QR = code.ok ? code.payload : '';

let server: TestServer;
let bank: Bank;
let reports = 0;

beforeAll(async () => {
  const webhook = route({
    method: 'POST',
    path: '/webhook',
    policy: 'webhook',
    summary: 'Counts reports',
    handle: async () => {
      reports += 1;
      return response(new Response(null, { status: 204 }));
    },
  });
  const hooks = await serve([webhook]);
  bank = createBank({ secret: 'secret', webhook: `${hooks.origin}/webhook` });
  server = await serve(bankRoutes(bank, { '113800004512': 'KHO BAC <b>LAO CAI</b>' }));
  const stopServer = server.stop;
  server = {
    ...server,
    stop: async () => {
      bank.stop();
      await stopServer();
      await hooks.stop();
    },
  };
});
afterAll(() => server.stop());

const page = (query: Record<string, string> = {}) =>
  fetch(`${server.origin}/sandbox/bank?${new URLSearchParams(query).toString()}`);

function post(path: string, body: string, type: string, origin = server.origin): Promise<Response> {
  const headers = { Origin: origin, 'Content-Type': type };
  return fetch(`${server.origin}/sandbox/bank/${path}`, { method: 'POST', headers, body, redirect: 'manual' });
}
const FORM = 'application/x-www-form-urlencoded';
const form = (fields: Record<string, string>) =>
  new URLSearchParams({
    lang: 'vi',
    qr: QR,
    amount: '16000',
    memo: 'H38162611090042LPHS',
    deliveries: '1',
    delaySeconds: '0',
    ...fields,
  }).toString();

describe('the sandbox bank’s page', () => {
  test('says in both languages that its money is not real', async () => {
    expect(await (await page()).text()).toContain('NGÂN HÀNG THỬ NGHIỆM – không phải tiền thật');
    expect(await (await page({ lang: 'en' })).text()).toContain('SANDBOX BANK – not real money');
  });

  test('shows what a code says, as text', async () => {
    const answer = await page({ qr: QR });
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(text).toContain('value="16000"');
    expect(text).toContain('value="H38162611090042LPHS"');
    expect(text).toContain('KHO BAC &lt;b&gt;LAO CAI&lt;/b&gt;');
    expect(answer.headers.get('Content-Security-Policy')).toContain("script-src 'self'");
    expect(answer.headers.get('Content-Security-Policy')).not.toContain('unsafe');
  });

  test('says so when a code cannot be read, and repeats it harmlessly', async () => {
    const answer = await page({ qr: '</textarea><script>alert(1)</script>' });
    expect(answer.status).toBe(422);
    const text = await answer.text();
    expect(text).toContain('không phải mã VietQR');
    expect(text).not.toContain('<script>alert');
  });

  test('loads its script and style from itself', async () => {
    const script = await fetch(`${server.origin}/sandbox/bank/app.js`);
    expect(script.headers.get('Content-Type')).toMatch(/^text\/javascript/);
    expect(script.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect((await fetch(`${server.origin}/sandbox/bank/style.css`)).headers.get('Content-Type')).toMatch(/^text\/css/);
  });
});

describe('paying', () => {
  test('by the form comes back to the page, which shows the transfer', async () => {
    const before = reports;
    const answer = await post('transfers', form({ deliveries: '2' }), FORM);
    expect(answer.status).toBe(303);
    const location = must(answer.headers.get('Location'), 'location');
    expect(location).toMatch(/^\/sandbox\/bank\?lang=vi&done=FT/);
    expect(await (await fetch(server.origin + location)).text()).toContain('Đã trả thử. Số giao dịch FT');
    await vi.waitFor(() => expect(reports).toBe(before + 2));
  });

  test.each([
    [{ amount: '0' }, 'Số tiền phải là số đồng nguyên'],
    [{ amount: '0x10' }, 'Số tiền phải là số đồng nguyên'],
    [{ qr: 'abc' }, 'không phải mã VietQR'],
  ])('by the form with %o says what is wrong', async (fields, words) => {
    const answer = await post('transfers', form(fields), FORM);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(words);
  });

  test('by the form takes an amount as people write it', async () => {
    await post('transfers', form({ amount: '16.000' }), FORM);
    expect(bank.list()[0]?.transfer.amount).toBe(16_000);
  });

  test('by JSON answers the transfer; the list has it, and it can be reported again', async () => {
    const before = reports;
    const answer = await post('transfers', JSON.stringify({ qr: QR, amount: 15_000 }), 'application/json');
    expect(answer.status).toBe(201);
    const { transfer } = (await answer.json()) as { transfer: { id: string } };
    const list = (await (await fetch(`${server.origin}/sandbox/bank/transfers`)).json()) as {
      transfers: { transfer: { id: string; amount: number } }[];
    };
    expect(list.transfers[0]?.transfer).toMatchObject({ id: transfer.id, amount: 15_000 });
    expect((await post(`transfers/${transfer.id}/deliveries`, '', 'application/json')).status).toBe(202);
    await vi.waitFor(() => expect(reports).toBe(before + 2));
    expect((await post('transfers/FT0/deliveries', '', 'application/json')).status).toBe(404);
  });

  test('is refused when it is no order, too large, or comes from another site', async () => {
    expect((await post('transfers', '{"qr":1}', 'application/json')).status).toBe(400);
    expect((await post('transfers', '{', 'application/json')).status).toBe(400);
    expect((await post('transfers', 'x'.repeat(5_000), 'application/json')).status).toBe(413);
    expect((await post('transfers', form({}), FORM, 'https://elsewhere.vn')).status).toBe(403);
  });
});
