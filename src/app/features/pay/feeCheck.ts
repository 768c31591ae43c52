import type { FeeRequest, Uuid } from '#core/dossier/dossier.ts';
import type { Verified } from '#app/state/platform.ts';
import { FEE_REQUEST_TYPE, FeeClaims, feeClaims } from '#protocol/fee.ts';

/** Why a fee request is not to be paid: the key of a sentence. */
export type FeeFault =
  | 'malformed'
  | 'unknownKey'
  | 'badSignature'
  /** Signed by the province, but as something else. */
  | 'otherKind'
  /** Signed for another amount, account, reference or dossier than is shown. */
  | 'differs';

/** Null when the province signed exactly what the request says, for this dossier; else why no code may be shown. */
export function feeFault(dossier: Uuid, fee: FeeRequest, verified: Verified): FeeFault | null {
  if (!verified.ok) return verified.why;
  if (verified.type !== FEE_REQUEST_TYPE) return 'otherKind';
  const signed = FeeClaims.safeParse(verified.payload);
  if (!signed.success) return 'malformed';
  return sameClaims(signed.data, feeClaims(dossier, fee)) ? null : 'differs';
}

function sameClaims(a: FeeClaims, b: FeeClaims): boolean {
  return (
    a.fee === b.fee &&
    a.dossier === b.dossier &&
    a.amount === b.amount &&
    a.currency === b.currency &&
    a.reference === b.reference &&
    a.expiresAt === b.expiresAt &&
    a.payee.bin === b.payee.bin &&
    a.payee.account === b.payee.account &&
    a.payee.name === b.payee.name &&
    a.payee.bank === b.payee.bank
  );
}
