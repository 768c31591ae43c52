import * as z from 'zod/mini';
import { FeeRequest, Uuid } from '#core/dossier/dossier.ts';

/** The `typ` of a signed fee request's header: no other signed thing of ours passes for one. */
export const FEE_REQUEST_TYPE = 'banso-fee+jws';

/**
 * What a fee request's `signed` says (compact JWS, ES256). A phone shows a payment code only when this equals
 * the request it came with, for this dossier: then nobody between has changed the amount or the account.
 */
export const FeeClaims = z.strictObject({
  fee: Uuid,
  dossier: Uuid,
  amount: FeeRequest.def.shape.amount,
  currency: z.literal('VND'),
  reference: FeeRequest.def.shape.reference,
  payee: FeeRequest.def.shape.payee,
  expiresAt: FeeRequest.def.shape.expiresAt,
});
export type FeeClaims = z.infer<typeof FeeClaims>;

/** The claims that belong to a request; what the province signs, and what a phone compares with. */
export function feeClaims(dossier: Uuid, fee: Omit<FeeRequest, 'signed'>): FeeClaims {
  const { id, amount, reference, payee, expiresAt } = fee;
  return { fee: id, dossier, amount, currency: 'VND', reference, payee, expiresAt };
}
