import { dayOf } from '#core/calendar/day.ts';
import { entryOf, type CatalogueEntry } from '#core/procedure/entry.ts';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import type { ImportReport } from '#protocol/catalogue-import.ts';
import type { OpenDatabase, Sql } from '#server/db/database.ts';
import { packVersion, type Chunk, type Detail, type PieceSizes } from './packs.ts';

export type PublishOptions = {
  readonly now: number;
  readonly by: string;
  /** Codes we wrote about: their details travel with the commune's. */
  readonly authored: ReadonlySet<string>;
  /** Publishes even when a large part of the catalogue would be withdrawn. */
  readonly allowWithdrawals?: boolean;
  /** Of what phones fetch; what suits EDGE unless said. */
  readonly pieces?: PieceSizes;
};

export type Published =
  | { readonly kind: 'published'; readonly version: number }
  /** The file says what is in force already. */
  | { readonly kind: 'nothingNew'; readonly version: number }
  /** No such import waits. */
  | { readonly kind: 'notStaged' }
  /** Somebody else published since it was compared. */
  | { readonly kind: 'outdated'; readonly version: number }
  /** More than a tenth of what is in force would go: mostly a file that lacks its half. */
  | { readonly kind: 'tooManyWithdrawn'; readonly withdrawn: number };

/** More withdrawals than this share of the catalogue at once need a person's word. */
const WITHDRAWN_SHARE = 0.1;
/** Any number that no other program on the same database locks. */
const LOCK = 4_819_004;
const PAGE = 50;

/**
 * Puts a staged import in force. Pieces are made and stored first, under their hashes, where nobody looks for
 * them yet; everything else happens in one transaction, so that a crash at any point leaves the former version whole.
 */
export async function publish(
  database: Pick<OpenDatabase, 'transaction'>,
  id: string,
  options: PublishOptions,
): Promise<Published> {
  const waiting = await database.transaction(async (sql) => await findStaged(sql, id));
  if (!waiting) return { kind: 'notStaged' };
  const { report } = waiting;
  const refused = await refusalOf(database, report, options);
  if (refused) return refused;
  if (report.added.count + report.changed.count + report.withdrawn.count === 0) {
    await database.transaction(async (sql) => {
      await sql.query(`UPDATE catalogue_import SET state = 'discarded' WHERE id = $1 AND state = 'staged'`, [id]);
    });
    return { kind: 'nothingNew', version: report.baseVersion };
  }

  const version = report.baseVersion + 1;
  const entries = await entriesOf(database, id, version);
  const details = detailsOf(database, id, version, options.authored);
  const keep = async (chunk: Chunk) => await database.transaction(async (sql) => await keepChunk(sql, chunk));
  const manifest = await packVersion(entries, details, keep, options.pieces);

  return await database.transaction(async (sql) => {
    await sql.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    if (!(await findStaged(sql, id))) return { kind: 'notStaged' };
    const now = await newestVersion(sql);
    if (now !== report.baseVersion) return { kind: 'outdated', version: now };
    await putInForce(sql, { id, version, report, manifest: JSON.stringify(manifest) }, options);
    return { kind: 'published', version };
  });
}

async function refusalOf(
  database: Pick<OpenDatabase, 'transaction'>,
  report: ImportReport,
  { allowWithdrawals = false }: PublishOptions,
): Promise<Published | null> {
  const version = await database.transaction(newestVersion);
  if (version !== report.baseVersion) return { kind: 'outdated', version };
  const before = report.unchanged + report.changed.count + report.keptFormer + report.withdrawn.count;
  const withdrawn = report.withdrawn.count;
  return !allowWithdrawals && withdrawn > before * WITHDRAWN_SHARE ? { kind: 'tooManyWithdrawn', withdrawn } : null;
}

async function findStaged(sql: Sql, id: string): Promise<{ report: ImportReport } | null> {
  const { rows } = await sql.query<{ report: ImportReport }>(
    `SELECT report FROM catalogue_import WHERE id = $1 AND state = 'staged' FOR UPDATE`,
    [id],
  );
  return rows[0] ?? null;
}

async function newestVersion(sql: Sql): Promise<number> {
  const { rows } = await sql.query<{ version: number }>('SELECT max(version) AS version FROM catalogue_version');
  return rows[0]?.version ?? 0;
}

type Row = { code: string; field: string; rev: number; body: string };

/** What will be in force, in the order of fields and codes, some at a time. `rev` is kept where nothing changes. */
async function* rowsOf(database: Pick<OpenDatabase, 'transaction'>, id: string, version: number): AsyncGenerator<Row> {
  for (let offset = 0; ; offset += PAGE) {
    const rows = await database.transaction(async (sql) => {
      const page = await sql.query<Row>(
        `WITH page AS (
           SELECT s.code, s.hash FROM catalogue_staged s JOIN catalogue_body b ON b.hash = s.hash
           WHERE s.import = $1 ORDER BY b.field, s.code LIMIT $3 OFFSET $4
         )
         SELECT page.code, b.field, b.body,
           CASE WHEN p.hash = page.hash THEN p.from_version ELSE $2::int END AS rev
         FROM page JOIN catalogue_body b ON b.hash = page.hash
         LEFT JOIN catalogue_procedure p ON p.code = page.code AND p.to_version IS NULL
         ORDER BY b.field, page.code`,
        [id, version, PAGE, offset],
      );
      return page.rows;
    });
    yield* rows;
    if (rows.length < PAGE) return;
  }
}

async function entriesOf(
  database: Pick<OpenDatabase, 'transaction'>,
  id: string,
  version: number,
): Promise<CatalogueEntry[]> {
  const entries: CatalogueEntry[] = [];
  for await (const { body, rev } of rowsOf(database, id, version)) entries.push(entryOf(recordIn(body), rev));
  return entries;
}

async function* detailsOf(
  database: Pick<OpenDatabase, 'transaction'>,
  id: string,
  version: number,
  authored: ReadonlySet<string>,
): AsyncGenerator<Detail> {
  for await (const row of rowsOf(database, id, version)) {
    yield { ...row, inPocket: recordIn(row.body).level === 'commune' || authored.has(row.code) };
  }
}

async function keepChunk(sql: Sql, { hash, plainSize, brotli }: Chunk): Promise<void> {
  await sql.query('INSERT INTO catalogue_chunk (hash, plain_size, brotli) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    hash,
    plainSize,
    brotli,
  ]);
}

async function putInForce(
  sql: Sql,
  made: { readonly id: string; readonly version: number; readonly report: ImportReport; readonly manifest: string },
  { now, by, authored }: PublishOptions,
): Promise<void> {
  const { id, version, report, manifest } = made;
  const day = dayOf(now);
  await sql.query(
    `INSERT INTO catalogue_version (version, import, published_at, by_name, added, changed, withdrawn, manifest)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [version, id, new Date(now), by, report.added.count, report.changed.count, report.withdrawn.count, manifest],
  );
  await sql.query(
    `UPDATE catalogue_procedure p SET to_version = $2, valid_until = $3 WHERE p.to_version IS NULL AND NOT EXISTS (
       SELECT 1 FROM catalogue_staged s WHERE s.import = $1 AND s.code = p.code AND s.hash = p.hash)`,
    [id, version, day],
  );
  await sql.query(
    `INSERT INTO catalogue_procedure (code, from_version, valid_from, in_pocket, hash)
     SELECT s.code, $2, $3, b.level = 'commune' OR s.code = ANY($4::text[]), s.hash
     FROM catalogue_staged s JOIN catalogue_body b ON b.hash = s.hash
     WHERE s.import = $1 AND NOT EXISTS (
       SELECT 1 FROM catalogue_procedure p WHERE p.code = s.code AND p.to_version IS NULL)`,
    [id, version, day, [...authored]],
  );
  // What we wrote about may have changed since, without a change of the facts.
  await sql.query(
    `UPDATE catalogue_procedure p SET in_pocket = NOT in_pocket FROM catalogue_body b
     WHERE p.to_version IS NULL AND b.hash = p.hash
       AND p.in_pocket <> (b.level = 'commune' OR p.code = ANY($1::text[]))`,
    [[...authored]],
  );
  await sql.query(`UPDATE catalogue_import SET state = 'published' WHERE id = $1`, [id]);
  await sql.query('DELETE FROM catalogue_staged WHERE import = $1', [id]);
  await dropOldChunks(sql, version);
}

/** Pieces of the version before stay for phones that are in the middle of fetching it. */
async function dropOldChunks(sql: Sql, version: number): Promise<void> {
  await sql.query(
    `DELETE FROM catalogue_chunk WHERE hash NOT IN (
       SELECT c ->> 'hash' FROM catalogue_version v,
         jsonb_array_elements((v.manifest -> 'index' -> 'chunks') || (v.manifest -> 'pocket' -> 'chunks') || (v.manifest -> 'rest' -> 'chunks')) c
       WHERE v.version >= $1)`,
    [version - 1],
  );
}

function recordIn(body: string): ProcedureRecord {
  return JSON.parse(body) as ProcedureRecord;
}
