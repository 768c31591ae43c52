import { entryOf, inCodeOrder, packIndex } from '#core/procedure/entry.ts';
import type { Manifest } from '#core/procedure/manifest.ts';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import type { CatalogueNews, Keep, WireDetail } from '#core/procedure/news.ts';
import type { Sql } from '#server/db/database.ts';

/** More changed procedures than this, or more bytes of details, and the pieces are the cheaper way. */
const MOST_CHANGES = 300;
const MOST_DETAIL_CHARS = 1_500_000;

/**
 * What a phone that has that version (0 for none) lacks. One query when nothing changed. `hash` is the beginning
 * of its index's hash.
 */
export async function newsSince(
  sql: Sql,
  have: { readonly version: number; readonly hash: string },
  keep: Keep,
): Promise<CatalogueNews> {
  const newest = await sql.query<{ version: number; published_at: Date; manifest: Manifest }>(
    'SELECT version, published_at, manifest FROM catalogue_version ORDER BY version DESC LIMIT 1',
  );
  const head = newest.rows[0];
  if (!head) return { kind: 'none' };
  const { version, manifest } = head;
  if (version === have.version && manifest.indexHash.startsWith(have.hash)) return { kind: 'same', version };
  const publishedAt = head.published_at.getTime();
  const isOlder = have.version > 0 && have.version < version;
  const changes = isOlder ? await changesSince(sql, have.version, keep) : null;
  if (changes === null) return { kind: 'whole', version, publishedAt, manifest };
  const { index, pocket, rest, indexHash } = manifest;
  const bytes = { index: index.bytes, pocket: pocket.bytes, rest: rest.bytes };
  return { kind: 'changes', version, publishedAt, ...changes, indexHash, bytes };
}

type Changes = Pick<Extract<CatalogueNews, { kind: 'changes' }>, 'put' | 'removed' | 'details'>;

async function changesSince(sql: Sql, have: number, keep: Keep): Promise<Changes | null> {
  const removed = await sql.query<{ code: string }>(
    `SELECT DISTINCT p.code FROM catalogue_procedure p WHERE p.to_version > $1 AND NOT EXISTS (
       SELECT 1 FROM catalogue_procedure n WHERE n.code = p.code AND n.to_version IS NULL)
     ORDER BY p.code LIMIT $2`,
    [have, MOST_CHANGES + 1],
  );
  const put = await sql.query<Row>(
    `SELECT p.code, p.from_version AS rev, p.in_pocket, p.hash, b.body
     FROM catalogue_procedure p JOIN catalogue_body b ON b.hash = p.hash
     WHERE p.to_version IS NULL AND p.from_version > $1 ORDER BY p.code LIMIT $2`,
    [have, MOST_CHANGES + 1],
  );
  if (put.rows.length + removed.rows.length > MOST_CHANGES) return null;
  const details = put.rows.filter(({ in_pocket }) => keep === 'all' || in_pocket).map(detailOf);
  if (details.reduce((sum, { body }) => sum + body.length, 0) > MOST_DETAIL_CHARS) return null;
  const entries = put.rows.map(({ body, rev }) => entryOf(JSON.parse(body) as ProcedureRecord, rev));
  return { put: packIndex(inCodeOrder(entries)), removed: removed.rows.map(({ code }) => code), details };
}

type Row = {
  readonly code: string;
  readonly rev: number;
  readonly in_pocket: boolean;
  readonly hash: string;
  readonly body: string;
};

function detailOf({ code, rev, hash, body }: Row): WireDetail {
  return { code, rev, hash, body };
}

/** The procedure as it holds now, or null. */
export async function findDetail(sql: Sql, code: string): Promise<WireDetail | null> {
  const { rows } = await sql.query<Row>(
    `SELECT p.code, p.from_version AS rev, p.in_pocket, p.hash, b.body
     FROM catalogue_procedure p JOIN catalogue_body b ON b.hash = p.hash
     WHERE p.code = $1 AND p.to_version IS NULL`,
    [code],
  );
  return rows[0] ? detailOf(rows[0]) : null;
}

/** A piece as it was packed, or null when its version is long gone. */
export async function findChunk(sql: Sql, hash: string): Promise<Buffer | null> {
  const { rows } = await sql.query<{ brotli: Buffer }>('SELECT brotli FROM catalogue_chunk WHERE hash = $1', [hash]);
  return rows[0]?.brotli ?? null;
}
