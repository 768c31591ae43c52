import { owned } from '#platform/ambient.ts';

/** A record at rest: AES-256-GCM ciphertext with its own 12-byte IV. */
export type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly body: ArrayBuffer };

/** A record that does not open: another key's, swapped, cut or altered. */
export class Corrupt extends Error {
  override readonly name = 'Corrupt';
}

/**
 * Seals and opens records of one account. A record is bound to its table and primary key by the
 * additional data, so that whoever can write to the disk still cannot swap two of them.
 */
export type Sealer = {
  readonly seal: (table: string, key: string | number, value: unknown) => Promise<Sealed>;
  readonly sealBytes: (table: string, key: string | number, bytes: Uint8Array) => Promise<Sealed>;
  /** Opens what `seal` closed. The type is the caller's word: only this code writes such records. */
  readonly open: <T>(table: string, key: string | number, sealed: Sealed) => Promise<T>;
  readonly openBytes: (table: string, key: string | number, sealed: Sealed) => Promise<Uint8Array<ArrayBuffer>>;
};

/** A fresh key that can be kept in IndexedDB and used, and never read out. */
export function generateKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

export function sealerOf(key: CryptoKey): Sealer {
  const sealBytes: Sealer['sealBytes'] = async (table, id, bytes) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, body: await crypto.subtle.encrypt(algorithm(table, id, iv), key, owned(bytes)) };
  };
  const openBytes: Sealer['openBytes'] = async (table, id, sealed) => {
    try {
      return new Uint8Array(await crypto.subtle.decrypt(algorithm(table, id, sealed.iv), key, sealed.body));
    } catch (cause) {
      throw new Corrupt(`${table} holds a record that does not open`, { cause });
    }
  };
  return {
    sealBytes,
    openBytes,
    seal: (table, id, value) => sealBytes(table, id, new TextEncoder().encode(JSON.stringify(value))),
    open: async <T>(table: string, id: string | number, sealed: Sealed) =>
      JSON.parse(new TextDecoder().decode(await openBytes(table, id, sealed))) as T,
  };
}

/** True for the very same sealing: two sealings never share an IV. What rotted may have none. */
export function sameSealing(a: Partial<Sealed>, b: Partial<Sealed>): boolean {
  return sealingOf(a) === sealingOf(b);
}

/** The IV as text; empty where it cannot be read. */
export function sealingOf({ iv }: Partial<Sealed>): string {
  return ArrayBuffer.isView(iv) ? Array.from(iv, (byte) => byte.toString(16).padStart(2, '0')).join('') : '';
}

function algorithm(table: string, id: string | number, iv: Uint8Array<ArrayBuffer>): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(`${table}|${id}`) };
}
