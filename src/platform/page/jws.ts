import type { Jws } from './platform.ts';
import { parseJson } from '#platform/net/answer.ts';

/**
 * Three parts in base64url, the last one a P-256 signature of 64 bytes. A reader may skip the four bits that its
 * last letter has too many; here only the one spelling with those bits zero counts, so that no letter can be
 * changed without notice.
 */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]{85}[AQgw]$/;

/** Verifies what the province signed, offline, with `jose` fetched (or precached) when first needed. */
export const jws: Jws = {
  verify: async (token, keys) => {
    if (!COMPACT.test(token)) return { ok: false, why: 'malformed' };
    const { compactVerify, decodeProtectedHeader, importJWK, errors } = await import('jose');
    let kid: string | undefined;
    try {
      kid = decodeProtectedHeader(token).kid;
    } catch {
      return { ok: false, why: 'malformed' };
    }
    const pinned = keys.find((key) => key.kid === kid);
    if (!pinned) return { ok: false, why: 'unknownKey' };
    const key = await importJWK({ kty: pinned.kty, crv: pinned.crv, x: pinned.x, y: pinned.y }, 'ES256');
    try {
      const verified = await compactVerify(token, key, { algorithms: ['ES256'] });
      const payload = parseJson(new TextDecoder().decode(verified.payload));
      if (payload === undefined) return { ok: false, why: 'malformed' };
      return { ok: true, kid: pinned.kid, type: verified.protectedHeader.typ ?? null, payload };
    } catch (error) {
      const forged = error instanceof errors.JWSSignatureVerificationFailed;
      if (!(error instanceof errors.JOSEError)) throw error;
      return { ok: false, why: forged ? 'badSignature' : 'malformed' };
    }
  },
};
