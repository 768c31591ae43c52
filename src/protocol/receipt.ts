import * as z from 'zod/mini';
import { Instant, Sha256, Uuid } from '#core/dossier/dossier.ts';

/** The `typ` of a signed receipt's header: no other signed thing of ours passes for one. */
export const RECEIPT_TYPE = 'banso-receipt+jws';

/**
 * What a receipt says (compact JWS, ES256): the province stored this command for this dossier at this time.
 * It names no person and repeats no answer, since it is shown to others; digests stand for both. Files are one
 * digest (see `filesText`), so that the whole fits a QR code: decisions/001-receipts-fit-a-code.md.
 */
export const ReceiptClaims = z.strictObject({
  command: Uuid,
  type: z.enum(['submit', 'supplement', 'withdraw', 'reportPayment', 'rate', 'replacePapers']),
  dossier: Uuid,
  /** "H38.16-261109-0042", by which an officer finds it. */
  code: z.string().check(z.minLength(1), z.maxLength(40)),
  procedure: z.string().check(z.minLength(1), z.maxLength(20)),
  unit: z.string().check(z.minLength(1), z.maxLength(20)),
  /** SHA-256 of the command's canonical JSON without `seq`, which counts per device and says nothing of the work. */
  digest: Sha256,
  files: z.strictObject({ count: z.int().check(z.minimum(0)), digest: Sha256 }),
  /** Server time of the storing, the legal time. */
  at: Instant,
  /** Code of the province that signs. */
  issuer: z.string().check(z.minLength(1), z.maxLength(40)),
});
export type ReceiptClaims = z.infer<typeof ReceiptClaims>;

/** The text whose SHA-256 is `files.digest`: the hashes of the command's files, each once, sorted, a line each. */
export function filesText(hashes: readonly Sha256[]): string {
  return [...new Set(hashes)].sort().join('\n');
}
