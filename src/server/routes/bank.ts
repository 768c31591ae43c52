import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { decodeVietQr } from '#core/fee/vietqr.ts';
import { LANGUAGES, type Language } from '#core/text/localized.ts';
import { BankEntry, PayOrder, type Bank, type PayFault } from '#server/bank/bank.ts';
import { bankPage, type BankView } from '#server/bank/page.ts';
import { SIGNATURE_HEADER } from '#server/payment/signature.ts';
import { readBytes } from '#server/payment/read-bytes.ts';
import { refusal, response, route, value, type Reply, type Route } from '#server/http/route.ts';

const PAGE = '/sandbox/bank';
/** Where the sandbox bank is asked for what has come in. */
export const BANK_STATEMENT = `${PAGE}/statement`;
const MAX_ORDER_BYTES = 4 * 1024;
const PAGE_HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
} as const;

const StatementQuery = z.strictObject({ since: z.string().check(z.regex(/^\d{1,15}$/)) });
const InLanguage = z.enum(LANGUAGES);
const PageQuery = z.strictObject({
  lang: z._default(InLanguage, 'vi'),
  qr: z._default(z.string().check(z.maxLength(512)), ''),
  done: z.optional(z.string().check(z.maxLength(64))),
});
const PayForm = z.strictObject({
  lang: InLanguage,
  qr: PayOrder.def.shape.qr,
  amount: z.string(),
  memo: z.string(),
  deliveries: z.string(),
  delaySeconds: z.string(),
});
const AgainForm = z.strictObject({ lang: InLanguage });
const Transfers = z.strictObject({ transfers: z.array(BankEntry) });

/** The sandbox bank's own page and what it posts to; mounted only where nothing is real. */
export function bankRoutes(bank: Bank, payees: BankView['payees']): Route[] {
  const page = (view: Partial<BankView> & { readonly language: Language }) =>
    bankPage({ qr: '', fault: null, done: null, entries: bank.list(), payees, ...view });

  return [
    route({
      method: 'GET',
      path: PAGE,
      policy: 'public',
      summary: 'Sandbox: the bank’s page, to pay a VietQR code with play money',
      query: PageQuery,
      handle: async ({ query: { lang, qr, done } }) => {
        const code = qr.trim();
        const fault = code === '' || decodeVietQr(code).ok ? null : 'qr';
        const known = bank.list().find(({ transfer }) => transfer.id === done);
        const view = { language: lang, qr: code, fault, done: known?.transfer.id ?? null } as const;
        return show(await page(view), fault === null ? 200 : 422);
      },
    }),
    route({
      method: 'GET',
      path: `${PAGE}/transfers`,
      policy: 'public',
      summary: 'Sandbox: the last transfers and how far their reports have got',
      answer: Transfers,
      handle: async () => value({ transfers: [...bank.list()] }),
    }),
    route({
      method: 'POST',
      path: `${PAGE}/transfers`,
      policy: 'public',
      summary: 'Sandbox: pays (PayOrder as JSON, or the page’s form)',
      handle: async ({ request }) => {
        const bytes = await readBytes(request, MAX_ORDER_BYTES);
        if (bytes === 'tooLarge') return refusal({ code: 'tooLarge', limit: MAX_ORDER_BYTES });
        if (bytes === 'cutShort') return refusal({ code: 'malformed', detail: 'the body ends early' });
        const text = new TextDecoder().decode(bytes);
        return isForm(request) ? await payByForm(text) : payByJson(text);
      },
    }),
    route({
      method: 'POST',
      path: `${PAGE}/transfers/:id/deliveries`,
      policy: 'public',
      summary: 'Sandbox: reports a transfer once more',
      handle: async ({ request, params }) => {
        if (!bank.deliverAgain(params['id'] ?? '')) return refusal({ code: 'notFound' });
        if (!isForm(request)) return response(new Response(null, { status: 202 }));
        const bytes = await readBytes(request, MAX_ORDER_BYTES);
        const form = AgainForm.safeParse(typeof bytes === 'string' ? null : fieldsOf(new TextDecoder().decode(bytes)));
        return seeOther(new URLSearchParams({ lang: form.success ? form.data.lang : 'vi' }));
      },
    }),
    route({
      method: 'GET',
      path: BANK_STATEMENT,
      policy: 'webhook',
      summary: 'Sandbox: what has come in since an instant in milliseconds, a BankTransfer a line (query signed)',
      query: StatementQuery,
      handle: async ({ request, query }) => {
        const question = new URL(request.url).search.slice(1);
        const transfers = bank.statement(question, Number(query.since), request.headers.get(SIGNATURE_HEADER));
        if (transfers === null) return refusal({ code: 'forbidden' });
        const lines = transfers.map((transfer) => `${JSON.stringify(transfer)}\n`).join('');
        return response(new Response(lines, { headers: { 'Content-Type': 'application/jsonl' } }));
      },
    }),
    fileRoute('app.js', 'text/javascript; charset=utf-8'),
    fileRoute('style.css', 'text/css; charset=utf-8'),
  ];

  function payByJson(text: string): Reply<never> {
    const order = PayOrder.safeParse(parseJson(text));
    if (!order.success) return refusal({ code: 'malformed', detail: 'not a PayOrder' });
    const paid = bank.pay(order.data);
    if (!paid.ok) return refusal({ code: 'malformed', detail: paid.reason });
    return response(Response.json(paid.entry, { status: 201 }));
  }

  async function payByForm(text: string): Promise<Reply<never>> {
    const form = PayForm.safeParse(fieldsOf(text));
    if (!form.success) return refusal({ code: 'malformed', detail: 'not the page’s form' });
    const { lang, qr, amount, memo, deliveries, delaySeconds } = form.data;
    const again = async (fault: PayFault | 'order') =>
      show(await page({ language: lang, qr, typed: { amount, memo }, fault }), 422);

    const order = PayOrder.safeParse({
      qr,
      amount: wholeNumber(amount),
      memo,
      deliveries: wholeNumber(deliveries),
      delaySeconds: wholeNumber(delaySeconds),
    });
    if (!order.success) return await again('order');
    const paid = bank.pay(order.data);
    if (!paid.ok) return await again(paid.reason);
    return seeOther(new URLSearchParams({ lang, done: paid.entry.transfer.id }));
  }
}

function fileRoute(name: string, type: string): Route {
  const text = readFileSync(new URL(`../bank/static/${name}`, import.meta.url), 'utf8');
  return route({
    method: 'GET',
    path: `${PAGE}/${name}`,
    policy: 'public',
    summary: `Sandbox: the bank page’s ${name}`,
    handle: async () =>
      response(new Response(text, { headers: { 'Content-Type': type, 'Cache-Control': 'no-cache' } })),
  });
}

function show(text: string, status: number): Reply<never> {
  return response(new Response(text, { status, headers: PAGE_HEADERS }));
}

function seeOther(query: URLSearchParams): Reply<never> {
  return response(new Response(null, { status: 303, headers: { Location: `${PAGE}?${query.toString()}` } }));
}

function isForm(request: Request): boolean {
  return (request.headers.get('Content-Type') ?? '').startsWith('application/x-www-form-urlencoded');
}

function fieldsOf(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** As people write it, "16.000" or "16000"; NaN for anything else. */
function wholeNumber(text: string): number {
  const digits = text.replace(/[.,\s]/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
