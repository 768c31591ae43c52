import * as z from 'zod/mini';
import { Instant } from '#core/dossier/dossier.ts';
import { Vnd } from '#core/procedure/procedure.ts';

/** What a bank says of one credit to an account of the treasury. `amount` in whole units of `currency`. */
export const BankTransfer = z.strictObject({
  /** The bank's own number of the transaction; it never gives one number to two of them. */
  id: z.string().check(z.regex(/^[0-9A-Za-z._-]{1,64}$/)),
  amount: Vnd.check(z.minimum(1)),
  /** ISO 4217. */
  currency: z.string().check(z.regex(/^[A-Z]{3}$/)),
  /** The account that was credited. */
  account: z.string().check(z.regex(/^[0-9A-Za-z]{1,34}$/)),
  memo: z.string().check(z.maxLength(500)),
  paidAt: Instant,
});
export type BankTransfer = z.infer<typeof BankTransfer>;
