import { randomUUID } from 'node:crypto';
import { changedFields } from '#core/procedure/difference.ts';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import { LISTED, type ImportFailure, type ImportReport, type Rejection } from '#protocol/catalogue-import.ts';
import { canonicalJson, sha256 } from '#server/commands/digest.ts';
import type { OpenDatabase, Sql } from '#server/db/database.ts';
import { Unreadable } from './lines.ts';
import { readPortal } from './read.ts';

export type ImportSource = {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly fileName: string;
  /** Who imports, for the history. */
  readonly by: string;
  /** The dossier prefix of the province ("H38") whose own procedures are taken besides the national ones; null takes all. */
  readonly province: string | null;
  readonly onProgress?: (progress: Progress) => void;
  /** Hears of every rejected record; the report lists the first ones alone. */
  readonly onRejected?: (rejection: Rejection) => void;
};

/** How far the reading has got. `received`: bytes of the file as it is, packed or not. */
export type Progress = { readonly received: number; readonly read: number; readonly rejected: number };

export type Staged = {
  /** Null when nothing was kept: a dry run, or a file that cannot be read. */
  readonly id: string | null;
  readonly report: ImportReport;
};

const BATCH = 40;

/**
 * Reads a file into a staged import beside the catalogue in force, and says what publishing it would change.
 * Nothing anybody sees changes; an import that is cut off stays `reading` and is never published. With `dryRun`
 * nothing is written at all.
 */
export async function stage(
  database: Pick<OpenDatabase, 'transaction'>,
  source: ImportSource,
  { now, dryRun = false }: { readonly now: number; readonly dryRun?: boolean },
): Promise<Staged> {
  const before = await database.transaction(current);
  const id = dryRun ? null : await database.transaction(async (sql) => await begin(sql, source, before.version, now));
  const tally = createTally(before);
  let batch: Kept[] = [];

  const flush = async (): Promise<void> => {
    const full = batch;
    batch = [];
    if (full.length > 0) await database.transaction(async (sql) => await compare(sql, id, full, before, tally));
  };
  const failed = async (failure: ImportFailure): Promise<Staged> => {
    const report = tally.report(failure);
    if (id !== null) await database.transaction(async (sql) => await finish(sql, id, 'failed', report));
    return { id: null, report };
  };

  try {
    let received = 0;
    const arriving = counted(source.bytes, (size) => (received += size));
    for await (const item of readPortal(arriving, source)) {
      if (item.kind === 'record') batch.push(keptOf(item.record));
      if (item.kind === 'rejected') source.onRejected?.(item.rejection);
      tally.count(item);
      if (batch.length >= BATCH) await flush();
      source.onProgress?.({ received, read: tally.read(), rejected: tally.rejected() });
    }
    await flush();
  } catch (error) {
    if (error instanceof Unreadable) return await failed({ code: error.code, line: error.line });
    throw error;
  }
  if (tally.kept() === 0) return await failed({ code: 'empty', line: 0 });

  const formers = tally.keepFormers();
  await database.transaction(async (sql) => {
    if (id !== null) await addStaged(sql, id, formers);
    tally.withdraw(await namesOf(sql, tally.missing()));
    if (id !== null) await finish(sql, id, 'staged', tally.report());
  });
  return { id, report: tally.report() };
}

async function* counted(bytes: AsyncIterable<Uint8Array>, count: (size: number) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    count(piece.byteLength);
    yield piece;
  }
}

/** Puts a staged import away. False when it was not waiting. */
export async function discard(sql: Sql, id: string): Promise<boolean> {
  const { rowCount } = await sql.query(
    `UPDATE catalogue_import SET state = 'discarded' WHERE id = $1 AND state = 'staged'`,
    [id],
  );
  if (rowCount === 1) await sql.query('DELETE FROM catalogue_staged WHERE import = $1', [id]);
  return rowCount === 1;
}

type Kept = Pick<ProcedureRecord, 'code' | 'name' | 'field' | 'level'> & {
  readonly hash: string;
  readonly body: string;
};
type Before = { readonly version: number; readonly hashes: ReadonlyMap<string, string> };

function keptOf(record: ProcedureRecord): Kept {
  const { code, name, field, level } = record;
  const body = canonicalJson(record);
  return { code, name, field, level, hash: sha256(body), body };
}

async function current(sql: Sql): Promise<Before> {
  const version = await sql.query<{ version: number }>(
    'SELECT version FROM catalogue_version ORDER BY version DESC LIMIT 1',
  );
  const { rows } = await sql.query<{ code: string; hash: string }>(
    'SELECT code, hash FROM catalogue_procedure WHERE to_version IS NULL',
  );
  return { version: version.rows[0]?.version ?? 0, hashes: new Map(rows.map(({ code, hash }) => [code, hash])) };
}

/** A new import. What earlier ones left behind without being published is let go. */
async function begin(sql: Sql, source: ImportSource, base: number, now: number): Promise<string> {
  await sql.query(`UPDATE catalogue_import SET state = 'discarded' WHERE state IN ('staged', 'reading')`);
  await sql.query(`DELETE FROM catalogue_staged`);
  await sql.query(
    `DELETE FROM catalogue_body b WHERE NOT EXISTS (SELECT 1 FROM catalogue_procedure p WHERE p.hash = b.hash)`,
  );
  const id = randomUUID();
  await sql.query(
    `INSERT INTO catalogue_import (id, base_version, file_name, by_name, state, started_at)
     VALUES ($1, $2, $3, $4, 'reading', $5)`,
    [id, base, source.fileName, source.by, new Date(now)],
  );
  return id;
}

async function finish(sql: Sql, id: string, state: 'staged' | 'failed', report: ImportReport): Promise<void> {
  await sql.query(
    `UPDATE catalogue_import SET state = $2, report = $3, finished_at = now() WHERE id = $1 AND state = 'reading'`,
    [id, state, report],
  );
  if (state === 'failed') await sql.query('DELETE FROM catalogue_staged WHERE import = $1', [id]);
}

async function compare(
  sql: Sql,
  id: string | null,
  batch: readonly Kept[],
  before: Before,
  tally: Tally,
): Promise<void> {
  const differing = batch.filter(({ code, hash }) => (before.hashes.get(code) ?? hash) !== hash);
  const formers = await bodiesOf(
    sql,
    differing.map(({ code }) => before.hashes.get(code) ?? ''),
  );
  for (const { code, name, hash, body } of batch) {
    const formerHash = before.hashes.get(code);
    if (formerHash === undefined) tally.add({ code, name });
    else if (formerHash === hash) tally.same(code);
    else {
      const former = formers.get(formerHash);
      const fields = former === undefined ? [] : changedFields(recordIn(former), recordIn(body));
      tally.change({ code, name, fields });
    }
  }
  if (id === null) return;
  await sql.query(
    `INSERT INTO catalogue_body (hash, field, level, name, body)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) ON CONFLICT DO NOTHING`,
    [
      batch.map(({ hash }) => hash),
      batch.map(({ field }) => field),
      batch.map(({ level }) => level),
      batch.map(({ name }) => name),
      batch.map(({ body }) => body),
    ],
  );
  await addStaged(sql, id, batch);
}

async function addStaged(
  sql: Sql,
  id: string,
  rows: readonly { readonly code: string; readonly hash: string }[],
): Promise<void> {
  await sql.query(
    `INSERT INTO catalogue_staged (import, code, hash)
     SELECT $1::uuid, code, hash FROM unnest($2::text[], $3::text[]) AS row (code, hash)`,
    [id, rows.map(({ code }) => code), rows.map(({ hash }) => hash)],
  );
}

async function bodiesOf(sql: Sql, hashes: readonly string[]): Promise<Map<string, string>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await sql.query<{ hash: string; body: string }>(
    'SELECT hash, body FROM catalogue_body WHERE hash = ANY($1::text[])',
    [hashes],
  );
  return new Map(rows.map(({ hash, body }) => [hash, body]));
}

async function namesOf(sql: Sql, codes: readonly string[]): Promise<{ code: string; name: string }[]> {
  const { rows } = await sql.query<{ code: string; name: string }>(
    `SELECT p.code, b.name FROM catalogue_procedure p JOIN catalogue_body b ON b.hash = p.hash
     WHERE p.to_version IS NULL AND p.code = ANY($1::text[]) ORDER BY p.code`,
    [codes],
  );
  return rows;
}

/** What we wrote ourselves, in the shape we wrote it: bodies enter the table from a record alone. */
function recordIn(body: string): ProcedureRecord {
  return JSON.parse(body) as ProcedureRecord;
}

type ReadItem = ReturnType<typeof readPortal> extends AsyncGenerator<infer Item> ? Item : never;
type Tally = ReturnType<typeof createTally>;

function createTally(before: Before) {
  const added = listed<ImportReport['added']['list'][number]>();
  const changed = listed<ImportReport['changed']['list'][number]>();
  const withdrawn = listed<ImportReport['withdrawn']['list'][number]>();
  const rejected = listed<ImportReport['rejected']['list'][number]>();
  const missing = new Set(before.hashes.keys());
  const rejectedCodes = new Set<string>();
  let [read, elsewhere, unchanged, keptFormer, kept] = [0, 0, 0, 0, 0];

  const arrived = (code: string): void => {
    kept += 1;
    missing.delete(code);
  };
  return {
    read: () => read,
    rejected: rejected.count,
    kept: () => kept,
    count(item: ReadItem): void {
      read += 1;
      if (item.kind === 'elsewhere') elsewhere += 1;
      if (item.kind !== 'rejected') return;
      rejected.add(item.rejection);
      if (item.rejection.code !== null) rejectedCodes.add(item.rejection.code);
    },
    add(one: ImportReport['added']['list'][number]): void {
      arrived(one.code);
      added.add(one);
    },
    change(one: ImportReport['changed']['list'][number]): void {
      arrived(one.code);
      changed.add(one);
    },
    same(code: string): void {
      arrived(code);
      unchanged += 1;
    },
    /** A bad record is no withdrawal: the version before it stays in force. */
    keepFormers(): { code: string; hash: string }[] {
      const formers = [...rejectedCodes]
        .filter((code) => missing.delete(code))
        .map((code) => ({ code, hash: before.hashes.get(code) ?? '' }));
      keptFormer = formers.length;
      return formers;
    },
    missing: () => [...missing],
    withdraw(all: readonly ImportReport['withdrawn']['list'][number][]): void {
      for (const one of all) withdrawn.add(one);
    },
    report: (failure?: ImportFailure): ImportReport => ({
      baseVersion: before.version,
      read,
      elsewhere,
      unchanged,
      added: added.cut(),
      changed: changed.cut(),
      withdrawn: withdrawn.cut(),
      rejected: rejected.cut(),
      keptFormer,
      ...(failure === undefined ? {} : { failure }),
    }),
  };
}

function listed<T>() {
  const list: T[] = [];
  let count = 0;
  return {
    add(item: T): void {
      count += 1;
      if (list.length < LISTED) list.push(item);
    },
    count: () => count,
    cut: () => ({ count, list }),
  };
}
