import * as z from 'zod/mini';
import type { RequestRefusal } from '#core/sync/messages.ts';
import { refusal, route, value, type Route } from '#server/http/route.ts';
import { readBytes } from '#server/payment/read-bytes.ts';
import { findSignatureFault, SIGNATURE_HEADER } from '#server/payment/signature.ts';
import { takingTransfers, type TakingOptions } from '#server/payment/taking.ts';
import { BankTransfer } from '#server/payment/transfer.ts';

export type WebhookOptions = TakingOptions & {
  /** Shared with the bank alone. */
  readonly secret: string;
  /** The machine's clock, by which a bank signs; what the server stamps by may stand still. */
  readonly machineNow?: () => number;
};

const MAX_REPORT_BYTES = 16 * 1024;

/** `duplicate`: this transfer had been reported before, and nothing happened again. */
const WebhookAnswer = z.strictObject({ duplicate: z.boolean() });

/** Where a bank reports a provider's transfers. */
export function webhookPath(provider: string): string {
  return `/api/payment/webhook/${provider}`;
}

/**
 * POST /api/payment/webhook/:provider, a BankTransfer. A bank that gets 200 has been heard, whether its money
 * matched or waits for a person; with anything else it may come again, as often as it likes.
 */
export function webhookRoute({ provider, secret, ledger, content, now, machineNow = now }: WebhookOptions): Route {
  const take = takingTransfers({ provider, ledger, content, now });
  return route({
    method: 'POST',
    path: webhookPath(provider),
    policy: 'webhook',
    summary: 'A bank reports a credit to the treasury (body: BankTransfer, signed)',
    answer: WebhookAnswer,
    handle: async ({ request, log }) => {
      const bytes = await readBytes(request, MAX_REPORT_BYTES);
      if (bytes === 'tooLarge') return refusal({ code: 'tooLarge', limit: MAX_REPORT_BYTES });
      if (bytes === 'cutShort') return refusal(malformed('the body ends early'));
      const fault = findSignatureFault(secret, request.headers.get(SIGNATURE_HEADER), bytes, machineNow());
      if (fault !== null) {
        log.warn({ provider, fault }, 'webhook not from the bank');
        return refusal({ code: 'forbidden' });
      }
      const transfer = BankTransfer.safeParse(parseJson(bytes));
      if (!transfer.success) {
        log.error({ provider }, 'webhook signed by the bank, but no transfer');
        return refusal(malformed('not a BankTransfer'));
      }

      const { id } = transfer.data;
      const taken = await take(transfer.data);
      if (taken.kind === 'conflict') {
        log.error({ provider, transfer: id }, 'ALARM: the bank gave one number to two transfers');
        // Nothing of an outbox: seq 0 names no command.
        return refusal({ code: 'conflict', seq: 0 });
      }
      if (taken.kind === 'suspended') log.warn({ provider, transfer: id, why: taken.why }, 'money in suspense');
      if (taken.kind === 'paid') log.info({ provider, transfer: id, refund: taken.refund }, 'fee paid');
      return value({ duplicate: taken.kind === 'duplicate' });
    },
  });
}

function malformed(detail: string): RequestRefusal {
  return { code: 'malformed', detail };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
