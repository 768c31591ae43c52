import * as z from 'zod/mini';
import type { FeeRequest } from '#core/dossier/dossier.ts';
import { ErrorBody } from '#protocol/http.ts';
import { signBody, SIGNATURE_HEADER } from '#server/payment/signature.ts';
import type { BankTransfer } from '#server/payment/transfer.ts';
import { webhookPath } from '#server/routes/payment.ts';
import type { Random } from '#tests/support/random.ts';
import { send } from '#tests/support/send.ts';
import type { Findings } from './findings.ts';

/** Money somebody sent. `pays`: the fee it agrees with in everything; null when amount or memo is wrong. */
export type Sent = {
  readonly transfer: BankTransfer;
  readonly pays: string | null;
  /** Reports that have still to be answered. */
  left: number;
  /** Reports that were answered as the first. */
  firsts: number;
  acknowledged: boolean;
};

export type BankOptions = {
  readonly port: number;
  /** Shared with the server. */
  readonly secret: string;
  readonly random: Random;
  readonly findings: Findings;
  /** What people know that they have to pay. */
  readonly fees: () => readonly FeeRequest[];
};

const REPORTS = 3;
const Answer = z.strictObject({ duplicate: z.boolean() });

/** A bank that reports every transfer three times, at once or not, and each time until it has been heard. */
export class Bank {
  readonly sent: Sent[] = [];
  readonly #options: BankOptions;

  constructor(options: BankOptions) {
    this.#options = options;
  }

  get acknowledged(): number {
    return this.sent.filter((one) => one.acknowledged).length;
  }

  get settled(): boolean {
    return this.sent.every(({ left }) => left === 0);
  }

  /** Does one thing. False: the server was not there, or there was nothing to do. */
  async step(): Promise<boolean> {
    return this.settled ? this.#carryOut() : await this.drain();
  }

  async drain(): Promise<boolean> {
    const open = this.sent.filter(({ left }) => left > 0);
    if (open.length === 0) return true;
    const one = this.#options.random.pick(open);
    const together = 1 + this.#options.random.int(one.left);
    const heard = await Promise.all(Array.from({ length: together }, () => this.#report(one)));
    return heard.every(Boolean);
  }

  /** The server went back to a backup: the statement tells it once more of everything. */
  expectRewind(): void {
    for (const one of this.sent) Object.assign(one, { left: 1, firsts: 0, acknowledged: false });
  }

  close(): void {
    // Nothing is open.
  }

  /** Somebody pays a fee, rarely wrongly or twice. */
  #carryOut(): boolean {
    const { random, fees } = this.#options;
    const paid = new Set(this.sent.map(({ pays }) => pays));
    const owed = fees().filter(({ id }) => !paid.has(id) || random.chance(0.01));
    if (owed.length === 0) return false;
    const { id, amount, reference, payee } = random.pick(owed);
    const right = random.chance(0.85);
    const wrongAmount = random.chance(0.5);
    this.sent.push({
      transfer: {
        id: random.uuid(),
        amount: right || !wrongAmount ? amount : amount + 1_000,
        currency: 'VND',
        account: payee.account,
        memo: right || wrongAmount ? `${reference} nop phi` : 'nop phi',
        paidAt: Date.now(),
      },
      pays: right ? id : null,
      left: REPORTS,
      firsts: 0,
      acknowledged: false,
    });
    return true;
  }

  async #report(one: Sent): Promise<boolean> {
    const { port, secret, findings } = this.#options;
    const body = Buffer.from(JSON.stringify(one.transfer));
    const headers = { 'Content-Type': 'application/json', [SIGNATURE_HEADER]: signBody(secret, Date.now(), body) };
    const sent = await send({ port, method: 'POST', path: webhookPath('sandbox'), headers, body });
    if (!sent.ok) {
      if (sent.why === 'hung') findings.add('bugs', 'a webhook hung');
      return false;
    }
    const json: unknown = JSON.parse(sent.answer.body.toString());
    if (sent.answer.status !== 200) {
      const { error } = ErrorBody.parse(json);
      if (error.code !== 'busy') findings.add('bugs', `webhook: refused with ${error.code}`);
      return false;
    }
    one.left -= 1;
    one.acknowledged = true;
    if (!Answer.parse(json).duplicate) one.firsts += 1;
    if (one.firsts > 1) findings.add('duplicated', `transfer ${one.transfer.id} was new more than once`);
    return true;
  }
}
