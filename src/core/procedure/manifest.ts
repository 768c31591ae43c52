import * as z from 'zod/mini';

const Sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** A part of the catalogue as it is fetched: pieces named by the SHA-256 of what they unpack to. */
export const Pack = z.strictObject({
  /** Bytes on the wire (brotli), and unpacked. */
  bytes: z.int(),
  plain: z.int(),
  chunks: z.array(z.strictObject({ hash: Sha256, bytes: z.int() })),
});
export type Pack = z.infer<typeof Pack>;

/** What a version consists of. */
export const Manifest = z.strictObject({
  procedures: z.int(),
  /** SHA-256 of the whole index in its wire form (`entry.ts`), in the order of codes. */
  indexHash: Sha256,
  index: Pack,
  /** Details every phone keeps: the commune's procedures and those we wrote about. */
  pocket: Pack,
  /** All other details: on demand, or all at once on Wi-Fi. */
  rest: Pack,
});
export type Manifest = z.infer<typeof Manifest>;
