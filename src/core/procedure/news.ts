import * as z from 'zod/mini';
import { WireIndex } from './entry.ts';
import { Manifest } from './manifest.ts';

const Version = z.int().check(z.minimum(1));
const Sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** One procedure's details. `body` is the JSON of its record, as text, since `hash` is the SHA-256 of just that text. */
export const WireDetail = z.strictObject({ code: z.string(), rev: Version, hash: Sha256, body: z.string() });
export type WireDetail = z.infer<typeof WireDetail>;

/** GET /api/catalogue?have=3&keep=pocket: what a phone lacks, in one answer. */
export const CatalogueNews = z.discriminatedUnion('kind', [
  /** This province has not published one; what the app brought along is all there is. */
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('same'), version: Version }),
  z.strictObject({
    kind: z.literal('changes'),
    version: Version,
    publishedAt: z.int(),
    /** Entries that are new or changed, and codes that are gone. */
    put: WireIndex,
    removed: z.array(z.string()),
    /** What the whole index hashes to afterwards. */
    indexHash: Sha256,
    /** Changed details of the kind the phone keeps. */
    details: z.array(WireDetail),
    bytes: z.strictObject({ index: z.int(), pocket: z.int(), rest: z.int() }),
  }),
  /** Too much has changed, or too long ago: fetch the pieces. */
  z.strictObject({ kind: z.literal('whole'), version: Version, publishedAt: z.int(), manifest: Manifest }),
]);
export type CatalogueNews = z.infer<typeof CatalogueNews>;

/** Which details a phone keeps without having looked at them. */
export const KEEPS = ['pocket', 'all'] as const;
export type Keep = (typeof KEEPS)[number];
