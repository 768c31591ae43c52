import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { decodeVietQr } from '#core/fee/vietqr.ts';
import { findSignatureFault, signBody, SIGNATURE_HEADER } from '#server/payment/signature.ts';
import { BankTransfer } from '#server/payment/transfer.ts';

/** What a payer asks the sandbox bank for. Amount and memo may differ from the code's, to try what goes wrong. */
export const PayOrder = z.strictObject({
  qr: z.string().check(z.maxLength(512)),
  amount: z.optional(BankTransfer.def.shape.amount),
  memo: z.optional(z.string().check(z.maxLength(200))),
  /** How often the bank reports the transfer: real ones sometimes do so twice, or never. */
  deliveries: z._default(z.int().check(z.minimum(0), z.maximum(3)), 1),
  delaySeconds: z._default(z.int().check(z.minimum(0), z.maximum(600)), 0),
});
export type PayOrder = z.infer<typeof PayOrder>;

/** How far the report of a transfer has got: `status` is the last HTTP status, null while nothing answered. */
export const Delivery = z.strictObject({
  state: z.enum(['waiting', 'delivered', 'givenUp']),
  tries: z.int(),
  status: z.nullable(z.int()),
});
export type Delivery = z.infer<typeof Delivery>;

export const BankEntry = z.strictObject({ transfer: BankTransfer, deliveries: z.array(Delivery) });
export type BankEntry = z.infer<typeof BankEntry>;

/** `qr`: no VietQR code for a transfer. `amount`: the code has none and neither has the order. */
export type PayFault = 'qr' | 'amount';
type Paid = { readonly ok: true; readonly entry: BankEntry } | { readonly ok: false; readonly reason: PayFault };

export type Bank = {
  pay(order: PayOrder): Paid;
  /** Reports a transfer once more. False when the bank no longer knows it. */
  deliverAgain(id: string): boolean;
  /** The last transfers, newest first. */
  list(): readonly BankEntry[];
  /** What has come in since an instant, oldest first; null for a question, as its query, that the province has not signed. */
  statement(question: string, since: number, signature: string | null): readonly BankTransfer[] | null;
  /** Ends every delivery that waits or runs. */
  stop(): void;
};

export type BankOptions = {
  readonly secret: string;
  /** The address of the webhook. */
  readonly webhook: string;
  readonly now?: () => number;
  /** Milliseconds before each further try; one try more than there are waits. */
  readonly backOff?: readonly number[];
};

const KEPT = 20;
const BACK_OFF_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000];
const ANSWER_WITHIN_MS = 10_000;

/**
 * A bank with play money: it carries out every transfer at once and reports it by real HTTP, signed as a real
 * bank's webhook would be. It lives in memory, so a restart forgets its transfers; what was reported before is in
 * the ledger.
 */
export function createBank({ secret, webhook, now = Date.now, backOff = BACK_OFF_MS }: BankOptions): Bank {
  const entries: BankEntry[] = [];
  const stopped = new AbortController();
  // Every delivery listens, and any number may be under way.
  setMaxListeners(0, stopped.signal);

  async function attempt(body: Uint8Array<ArrayBuffer>): Promise<number | null> {
    try {
      const answer = await fetch(webhook, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', [SIGNATURE_HEADER]: signBody(secret, now(), body) },
        body,
        redirect: 'error',
        signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return null;
    }
  }

  async function deliver(entry: BankEntry, delayMs: number): Promise<void> {
    const delivery: Delivery = { state: 'waiting', tries: 0, status: null };
    entry.deliveries.push(delivery);
    const body = new TextEncoder().encode(JSON.stringify(entry.transfer));
    for (const wait of [delayMs, ...backOff]) {
      try {
        await sleep(wait, undefined, { signal: stopped.signal, ref: false });
      } catch {
        return;
      }
      delivery.status = await attempt(body);
      delivery.tries += 1;
      if (delivery.status !== null && delivery.status < 300) {
        delivery.state = 'delivered';
        return;
      }
    }
    delivery.state = 'givenUp';
  }

  return {
    pay(order) {
      const code = decodeVietQr(order.qr.trim());
      if (!code.ok) return { ok: false, reason: 'qr' };
      const amount = order.amount ?? code.value.amount;
      if (amount === undefined) return { ok: false, reason: 'amount' };
      const transfer: BankTransfer = {
        id: `FT${randomBytes(8).toString('hex').toUpperCase()}`,
        amount,
        currency: 'VND',
        account: code.value.account,
        memo: order.memo ?? code.value.purpose ?? '',
        paidAt: now(),
      };
      const entry: BankEntry = { transfer, deliveries: [] };
      entries.unshift(entry);
      entries.splice(KEPT);
      for (let left = order.deliveries; left > 0; left -= 1) void deliver(entry, order.delaySeconds * 1000);
      return { ok: true, entry };
    },
    deliverAgain(id) {
      const entry = entries.find(({ transfer }) => transfer.id === id);
      if (entry) void deliver(entry, 0);
      return entry !== undefined;
    },
    list: () => entries,
    statement(question, since, signature) {
      if (findSignatureFault(secret, signature, new TextEncoder().encode(question), now()) !== null) return null;
      const transfers = entries.map(({ transfer }) => transfer);
      return transfers.filter(({ paidAt }) => paidAt >= since).toReversed();
    },
    stop: () => stopped.abort(),
  };
}
