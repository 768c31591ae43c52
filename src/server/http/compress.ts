import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Below this a response fits one packet anyway. */
const WORTH_IT_BYTES = 1_000;

export type Encoding = 'br' | 'gzip' | 'identity';

/** The best encoding of ours that the client takes. */
export function preferredEncoding(acceptEncoding: string | null): Encoding {
  const accepted = new Set(
    (acceptEncoding ?? '')
      .split(',')
      .filter((entry) => !/;\s*q=0(\.0*)?\s*$/.test(entry))
      .map((entry) => entry.split(';', 1)[0]?.trim().toLowerCase()),
  );
  if (accepted.has('br')) return 'br';
  return accepted.has('gzip') ? 'gzip' : 'identity';
}

/** A JSON answer, compressed when that saves packets: on prepaid data every kilobyte is somebody's money. */
export async function packJson(
  text: string,
  acceptEncoding: string | null,
): Promise<{ body: Uint8Array<ArrayBuffer>; encoding: Encoding }> {
  const plain = new TextEncoder().encode(text);
  const encoding = plain.byteLength < WORTH_IT_BYTES ? 'identity' : preferredEncoding(acceptEncoding);
  if (encoding === 'identity') return { body: plain, encoding };
  const packed =
    encoding === 'br'
      ? await brotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
      : await zip(plain, { level: 6 });
  return { body: new Uint8Array(packed), encoding };
}
