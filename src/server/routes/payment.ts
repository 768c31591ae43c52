import * as z from 'zod/mini';
import type { RequestRefusal } from '#core/sync/messages.ts';
import { storable } from '#server/commands/storable.ts';
import type { SqlLedger } from '#server/commands/sql-ledger.ts';
import type { Content } from '#server/content.ts';
import { refusal, route, value, type Route } from '#server/http/route.ts';
import { readBytes } from '#server/payment/read-bytes.ts';
import { findSignatureFault, SIGNATURE_HEADER } from '#server/payment/signature.ts';
import { takeTransfer } from '#server/payment/take.ts';
import { BankTransfer } from '#server/payment/transfer.ts';

export type WebhookOptions = {
  /** The bank's name in the address and in the ledger. */
  readonly provider: string;
  /** Shared with the bank alone. */
  readonly secret: string;
  readonly ledger: SqlLedger;
  readonly content: Pick<Content, 'ground'>;
  readonly now: () => number;
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
export function webhookRoute({ provider, secret, ledger, content, now }: WebhookOptions): Route {
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
      const at = now();
      const fault = findSignatureFault(secret, request.headers.get(SIGNATURE_HEADER), bytes, at);
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
      const ground = (procedure: string, version: number, unit: string) => content.ground(procedure, version, unit, at);
      const taken = await ledger.transaction(async (tx) => {
        const result = await takeTransfer(storable(transfer.data), { sql: tx.sql, tx, provider, now: at, ground });
        // Money that waits is a matter for the desk at once, as a payment is.
        if (result.kind === 'suspended' && result.dossier !== null) await tx.nudge(result.dossier);
        return result;
      });
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
