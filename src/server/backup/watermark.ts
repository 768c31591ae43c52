import { newestStamp } from '#server/clock.ts';
import type { OpenDatabase } from '#server/db/database.ts';

/** Where a dump says up to when it holds everything, in milliseconds. */
export const UP_TO_HEADER = 'X-Banso-Up-To';

/**
 * A command carries the instant it arrived, and is committed later: after waiting for a session, for locks,
 * for a disk. None takes this long; what arrived before is in a dump that begins now.
 */
const SLOWEST_COMMIT_MS = 10 * 60_000;

/**
 * Everything that was acknowledged with a time up to this one is in a dump that begins now. It follows the server's
 * stamps and not `now` where they are behind: this may be another machine, and its clock ahead of the server's.
 */
export async function safeUpTo(database: Pick<OpenDatabase, 'transaction'>, now: number): Promise<number> {
  return Math.min(now, (await newestStamp(database)) ?? now) - SLOWEST_COMMIT_MS;
}

/** Tells phones, by way of every answer, what they need not keep any more. */
export async function noteBackup({ transaction }: Pick<OpenDatabase, 'transaction'>, upTo: number): Promise<void> {
  await transaction(async (sql) => {
    await sql.query('UPDATE server_state SET backed_up_to = greatest(backed_up_to, $1::timestamptz)', [new Date(upTo)]);
  });
}
