import { sql, type QueryExecutorProvider } from 'kysely';
import type { SuspenseRow } from '#protocol/desk.ts';

const NEWEST = 200;

/**
 * Money that waits for a person, newest first: what was probably meant for dossiers of a unit, or everything when
 * `unit` is null. What names no fee at all belongs to no unit, and only the administrator sees it.
 */
export async function listSuspense(db: QueryExecutorProvider, unit: string | null): Promise<SuspenseRow[]> {
  const { rows } = await sql<SuspenseRow>`
    SELECT t.id, (extract(epoch FROM t.received_at) * 1000)::bigint AS at, t.amount, t.memo, t.account_no AS account, t.why_suspended AS why,
           d.id AS dossier
      FROM bank_transaction t LEFT JOIN fee f ON f.id = t.matched_fee LEFT JOIN dossier d ON d.id = f.dossier
     WHERE t.why_suspended IS NOT NULL AND t.resolved_at IS NULL AND (${unit}::text IS NULL OR d.unit = ${unit})
     ORDER BY t.received_at DESC, t.id LIMIT ${NEWEST}`.execute(db);
  return rows;
}
