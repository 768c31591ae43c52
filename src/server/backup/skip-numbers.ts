import { dayOf, instantAt } from '#core/calendar/day.ts';
import type { Sql } from '#server/db/database.ts';

const HOUR_MS = 60 * 60_000;
/** Faster than this, over a day or a year, no unit gives out dossier codes and no province receipts. */
const ONE_IN_MS = 10_000;
/** As many may come at once besides: when the signal is back, or with the bank's statement. */
export const AT_ONCE = { codes: 1_000, receipts: 10_000 };

/**
 * Moves the counters of dossier codes and of receipts past all that may have been given out after the backup: what is
 * printed or signed under a number stays. They go on where the clock would have brought them at the fastest, and not
 * where the backup ended plus a fixed number: the same backup may come back twice in a day. So a code keeps its four
 * digits to the end of the day, a receipt has at most seven.
 */
export async function skipNumbers(sql: Sql, units: readonly string[], now: number): Promise<void> {
  // Near midnight a server whose clock differs from this one's may draw from the day before or after.
  const days = [...new Set([now - HOUR_MS, now, now + HOUR_MS].map(dayOf))];
  for (const day of days) {
    await sql.query(
      `INSERT INTO code_counter (unit, day, last) SELECT unit, $2::date, $3::int FROM unnest($1::text[]) AS unit
       ON CONFLICT (unit, day) DO UPDATE SET last = greatest(excluded.last, code_counter.last + $4::int)`,
      [units, day, AT_ONCE.codes + fastest(instantAt(day, 0), now), AT_ONCE.codes],
    );
  }
  for (const year of new Set(days.map((day) => day.slice(0, 4)))) {
    await sql.query(
      `INSERT INTO receipt_counter (year, last) VALUES ($1::int, $2::int)
       ON CONFLICT (year) DO UPDATE SET last = greatest(excluded.last, receipt_counter.last + $3::int)`,
      [Number(year), AT_ONCE.receipts + fastest(instantAt(`${year}-01-01`, 0), now), AT_ONCE.receipts],
    );
  }
}

/** The most that can have been drawn since, one after the other. */
function fastest(since: number, now: number): number {
  return Math.ceil(Math.max(0, now - since) / ONE_IN_MS);
}
