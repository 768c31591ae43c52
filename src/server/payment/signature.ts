import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far the bank's clock may be from ours, and how long a copied message stays usable. */
export const TOLERANCE_MS = 15 * 60_000;

/** The header that carries the signature: `t=<unix seconds>,v1=<hex HMAC-SHA256 of "<t>.<raw body>">`. */
export const SIGNATURE_HEADER = 'X-Banso-Signature';

/** `malformed`: no such header. `stale`: signed too long ago, or in the future. `forged`: by somebody else. */
export type SignatureFault = 'malformed' | 'stale' | 'forged';

/** The header for a body sent at an instant (milliseconds). */
export function signBody(secret: string, at: number, body: Uint8Array): string {
  const seconds = String(Math.floor(at / 1000));
  return `t=${seconds},v1=${mac(secret, seconds, body).toString('hex')}`;
}

/** What is wrong with a message's signature, or null. Equal time whatever the difference is. */
export function findSignatureFault(
  secret: string,
  header: string | null,
  body: Uint8Array,
  now: number,
): SignatureFault | null {
  const [, seconds, hex] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? [];
  if (seconds === undefined || hex === undefined) return 'malformed';
  if (!timingSafeEqual(mac(secret, seconds, body), Buffer.from(hex, 'hex'))) return 'forged';
  return Math.abs(now - Number(seconds) * 1000) > TOLERANCE_MS ? 'stale' : null;
}

function mac(secret: string, seconds: string, body: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`${seconds}.`).update(body).digest();
}
