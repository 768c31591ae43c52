import * as z from 'zod/mini';
import type { Keep } from '#core/procedure/news.ts';
import { ImportReport } from './catalogue-import.ts';

export function newsPath(have: { readonly version: number; readonly indexHash: string } | null, keep: Keep): string {
  return have === null
    ? `/api/catalogue?keep=${keep}`
    : `/api/catalogue?have=${have.version}&hash=${have.indexHash.slice(0, 16)}&keep=${keep}`;
}

/** A piece, named by the SHA-256 of what it unpacks to, which is JSON. */
export function chunkPath(hash: string): string {
  return `/api/catalogue/chunks/${hash}`;
}

export function detailPath(code: string): string {
  return `/api/catalogue/procedures/${code}`;
}

/** One import, for the administrators' desk. */
const ImportRow = z.strictObject({
  id: z.string(),
  state: z.enum(['reading', 'staged', 'failed', 'published', 'discarded']),
  fileName: z.string(),
  by: z.string(),
  startedAt: z.int(),
  /** Null while it is being read. */
  report: z.nullable(ImportReport),
});
export type ImportRow = z.infer<typeof ImportRow>;

const VersionRow = z.strictObject({
  version: z.int(),
  publishedAt: z.int(),
  by: z.string(),
  fileName: z.string(),
  added: z.int(),
  changed: z.int(),
  withdrawn: z.int(),
  procedures: z.int(),
  /** Bytes a new phone fetches: the index and the pocket. */
  firstBytes: z.int(),
});
export type VersionRow = z.infer<typeof VersionRow>;

/** What came of a step of an administrator. */
export const CatalogueStep = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('staged'), id: z.string() }),
  z.strictObject({ kind: z.literal('failed') }),
  z.strictObject({ kind: z.literal('discarded') }),
  /** The publication is under way; GET /api/admin/catalogue says what comes of it. */
  z.strictObject({ kind: z.literal('started') }),
  z.strictObject({ kind: z.literal('published'), version: z.int() }),
  z.strictObject({ kind: z.literal('nothingNew'), version: z.int() }),
  z.strictObject({ kind: z.literal('notStaged') }),
  z.strictObject({ kind: z.literal('outdated'), version: z.int() }),
  z.strictObject({ kind: z.literal('tooManyWithdrawn'), withdrawn: z.int() }),
  /** Another import or publication is under way. */
  z.strictObject({ kind: z.literal('busy') }),
]);
export type CatalogueStep = z.infer<typeof CatalogueStep>;

/** GET /api/admin/catalogue */
export const CatalogueDesk = z.strictObject({
  /** How far the running import has got; null when none runs. */
  running: z.nullable(
    z.strictObject({
      fileName: z.string(),
      /** Bytes of the file, null where its sender did not say, and how many of them have been read. */
      size: z.nullable(z.int()),
      received: z.int(),
      read: z.int(),
      rejected: z.int(),
      phase: z.enum(['reading', 'publishing']),
    }),
  ),
  /** What came of the last publication since the server started; it goes on after its request was answered. */
  last: z.nullable(CatalogueStep),
  /** The import that waits to be published or put away. */
  staged: z.nullable(ImportRow),
  /** Newest first. */
  versions: z.array(VersionRow),
  /** Imports that came to nothing lately, newest first. */
  failed: z.array(ImportRow),
});
export type CatalogueDesk = z.infer<typeof CatalogueDesk>;

export const PublishBody = z.strictObject({ import: z.string().check(z.maxLength(60)), allowWithdrawals: z.boolean() });
export const DiscardBody = z.strictObject({ import: z.string().check(z.maxLength(60)) });

/** POST with the file as the body. `mine`: other provinces' own procedures are passed over. */
export function importPath(fileName: string, mine: boolean): string {
  return `/api/admin/catalogue/imports?file=${encodeURIComponent(fileName)}&mine=${mine ? '1' : '0'}`;
}
