import { randomInt, randomUUID } from 'node:crypto';
import { CompactSign, importJWK } from 'jose';
import { assert } from '#core/assert.ts';
import { dayOf, instantAt } from '#core/calendar/day.ts';
import { addWorkingDays, type WorkCalendar } from '#core/calendar/working-days.ts';
import type { Dossier, FeeRequest, Payee } from '#core/dossier/dossier.ts';
import { paymentReference } from '#core/fee/reference.ts';
import { FEE_REQUEST_TYPE, feeClaims, type FeeClaims } from '#protocol/fee.ts';
import type { Sql } from '#server/db/database.ts';
import type { PrivateKey } from '#server/keys.ts';

/** What an officer wants a citizen to pay: `amount` in đồng, `now` is server time. */
type FeeWish = {
  readonly dossier: Pick<Dossier, 'id' | 'code'>;
  readonly amount: number;
  readonly reason: string;
  readonly now: number;
};

/** Puts a signed fee request into the ledger, in the transaction of the command that asks for it. */
export type MakeFee = (sql: Sql, wish: FeeWish) => Promise<FeeRequest>;

export type FeeOptions = {
  readonly signing: PrivateKey;
  readonly payee: Payee;
  readonly calendar: WorkCalendar;
  /** Four capital letters; the default draws them. */
  readonly nonce?: () => string;
};

const WORKING_DAYS_TO_PAY = 5;
const OFFICE_CLOSES_AT = 17;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Of 456,976 references a dossier has, a handful of draws finds a free one. */
const DRAWS = 20;

/** Until when a fee asked for at an instant may be paid: the close of the office on the fifth working day after. */
function feeExpiry(now: number, calendar: WorkCalendar): number {
  return instantAt(addWorkingDays(dayOf(now), WORKING_DAYS_TO_PAY, calendar), OFFICE_CLOSES_AT);
}

/** A maker of fee requests, signed by the province (compact JWS, RFC 7515, ES256). */
export async function createMakeFee({ signing, payee, calendar, nonce = drawNonce }: FeeOptions): Promise<MakeFee> {
  const key = await importJWK({ ...signing }, 'ES256');

  async function sign(claims: FeeClaims): Promise<string> {
    return await new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
      .setProtectedHeader({ alg: 'ES256', kid: signing.kid, typ: FEE_REQUEST_TYPE })
      .sign(key);
  }

  return async (sql, { dossier, amount, reason, now }) => {
    const id = randomUUID();
    const expiresAt = feeExpiry(now, calendar);
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const reference = paymentReference(dossier.code, nonce());
      const unsigned = { id, amount, reason, reference, payee, expiresAt };
      const fee: FeeRequest = { ...unsigned, signed: await sign(feeClaims(dossier.id, unsigned)) };
      const { rowCount } = await sql.query(
        `INSERT INTO fee (id, dossier, amount, reference, payee, expires_at, signed, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (reference) DO NOTHING`,
        [id, dossier.id, amount, reference, payee, new Date(expiresAt), fee.signed, new Date(now)],
      );
      if (rowCount === 1) return fee;
    }
    assert(false, 'a free payment reference');
  };
}

function drawNonce(): string {
  return Array.from({ length: 4 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
}
