import { CompactSign, exportJWK, generateKeyPair, type JWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { jws } from './jws.ts';
import type { PinnedKey } from './platform.ts';

const CLAIMS = { amount: 8000 };
let signer: CryptoKey;
let keys: PinnedKey[];

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  signer = pair.privateKey;
  keys = [pinned('province-1', await exportJWK(pair.publicKey))];
});

function pinned(kid: string, { x = '', y = '' }: JWK): PinnedKey {
  return { kid, kty: 'EC', crv: 'P-256', x, y };
}

function signed(header: object, payload = JSON.stringify(CLAIMS)): Promise<string> {
  return new CompactSign(new TextEncoder().encode(payload))
    .setProtectedHeader({ alg: 'ES256', kid: 'province-1', ...header })
    .sign(signer);
}

describe('what the province signed', () => {
  it('is believed with the pinned key, and says what it is', async () => {
    const token = await signed({ typ: 'banso-fee+jws' });
    expect(await jws.verify(token, keys)).toEqual({
      ok: true,
      kid: 'province-1',
      type: 'banso-fee+jws',
      payload: CLAIMS,
    });
  });

  it('is not believed after a change', async () => {
    const [header, , signature] = (await signed({})).split('.');
    const payload = Buffer.from(JSON.stringify({ amount: 9000 })).toString('base64url');
    expect(await jws.verify(`${header}.${payload}.${signature}`, keys)).toEqual({ ok: false, why: 'badSignature' });
  });

  it('is not believed from a key that is not pinned, nor from another key under a pinned name', async () => {
    expect(await jws.verify(await signed({ kid: 'other' }), keys)).toEqual({ ok: false, why: 'unknownKey' });
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    const wrong = [pinned('province-1', await exportJWK(publicKey))];
    expect(await jws.verify(await signed({}), wrong)).toEqual({ ok: false, why: 'badSignature' });
  });

  it('needs a signature, and a payload that can be read', async () => {
    const none = [{ alg: 'none', kid: 'province-1' }, CLAIMS]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    expect(await jws.verify(`${none}.`, keys)).toEqual({ ok: false, why: 'malformed' });
    expect(await jws.verify('not a token', keys)).toEqual({ ok: false, why: 'malformed' });
    expect(await jws.verify(await signed({}, 'no json'), keys)).toEqual({ ok: false, why: 'malformed' });
  });
});
