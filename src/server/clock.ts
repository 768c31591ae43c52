import type { OpenDatabase } from './db/database.ts';

/**
 * The time that the server stamps by: the machine's, but never below `floor`, and standing still where that goes back.
 * After a power cut a machine may come up with an hour long past; what it then stamped would be older than the last
 * backup, and phones would let go of what no backup holds.
 *
 * A clock that was days ahead when something was stamped stands still for days. Nothing better is safe, as what was
 * announced by it cannot be taken back; whoever starts the server says so in the log.
 */
export function steadyClock(now: () => number, floor: number): () => number {
  let last = floor;
  return () => (last = Math.max(last, now()));
}

/** The newest instant (milliseconds) that a phone, a dossier or a backup has from this server; null when none has any. */
export async function newestStamp({ transaction }: Pick<OpenDatabase, 'transaction'>): Promise<number | null> {
  return await transaction(async (sql) => {
    const { rows } = await sql.query<{ at: Date | null }>(
      `SELECT greatest(backed_up_to + interval '1 millisecond', (SELECT max(seen_at) FROM device),
         (SELECT max(updated_at) FROM dossier)) AS at FROM server_state`,
    );
    return rows[0]?.at?.getTime() ?? null;
  });
}
