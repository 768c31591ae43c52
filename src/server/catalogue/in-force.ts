import type { Day } from '#core/calendar/day.ts';
import { recordOfAuthored } from '#core/procedure/authored.ts';
import { isWithdrawn } from '#core/procedure/procedure.ts';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import type { Content } from '#server/content.ts';
import type { Sql } from '#server/db/database.ts';

/** A procedure with a page of its own, as lists name it. */
export type Listed = Pick<ProcedureRecord, 'code' | 'name' | 'field' | 'level'> & {
  /** The day its page last changed; null when nobody can say, as for what we write ourselves. */
  readonly since: Day | null;
};

/**
 * All procedures in force on a day, imported ones and ours, in the order of their codes. The list of the newest version
 * is kept, since reading thousands of rows takes a tenth of a second in which an embedded database does nothing else.
 */
export function createListing(content: Pick<Content, 'procedures' | 'overlays'>) {
  let kept: { readonly of: string; readonly list: readonly Listed[] } | null = null;
  return async (sql: Sql, today: Day): Promise<readonly Listed[]> => {
    const of = `${await newestOf(sql)} ${today}`;
    if (kept?.of !== of) kept = { of, list: await listInForce(sql, content, today) };
    return kept.list;
  };
}

async function newestOf(sql: Sql): Promise<string> {
  const { rows } = await sql.query<{ of: string }>(
    `SELECT concat_ws(' ', version, published_at, manifest ->> 'indexHash') AS of
     FROM catalogue_version ORDER BY version DESC LIMIT 1`,
  );
  return rows[0]?.of ?? '';
}

async function listInForce(
  sql: Sql,
  { procedures, overlays }: Pick<Content, 'procedures' | 'overlays'>,
  today: Day,
): Promise<Listed[]> {
  const { rows } = await sql.query<Pick<Listed, 'code' | 'name' | 'field' | 'level'> & { valid_from: Day }>(
    `SELECT p.code, b.name, b.field, b.level, p.valid_from
     FROM catalogue_procedure p JOIN catalogue_body b ON b.hash = p.hash WHERE p.to_version IS NULL`,
  );
  const changing = new Set([...procedures.keys(), ...overlays.map(({ procedure }) => procedure)]);
  const listed = new Map(
    rows.map(({ valid_from, ...row }) => [row.code, { ...row, since: changing.has(row.code) ? null : valid_from }]),
  );
  for (const procedure of procedures.values()) {
    if (isWithdrawn(procedure, today)) listed.delete(procedure.code);
    else if (!listed.has(procedure.code)) {
      const { code, name, field, level } = recordOfAuthored(procedure);
      listed.set(code, { code, name, field, level, since: null });
    }
  }
  return [...listed.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1));
}
