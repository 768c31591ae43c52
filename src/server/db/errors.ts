import type { RequestRefusal } from '#core/sync/messages.ts';
import { FULL_RETRY_SECONDS } from '#server/files/room.ts';

/** SQLSTATE (PostgreSQL, appendix A) of what the database threw, or null when it was not the database. */
function sqlState(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/**
 * Serialization failure, deadlock, and a unique key that another transaction took between our look and our
 * insert: run again, the second look sees what the first could not.
 */
export function isWorthRetrying(error: unknown): boolean {
  return ['40001', '40P01', '23505'].includes(sqlState(error) ?? '');
}

/** The database has crashed and recovers, or is starting: it will serve before long. */
export function isStarting(error: unknown): boolean {
  return ['57P02', '57P03'].includes(sqlState(error) ?? '');
}

/** What a client is told when the database cannot serve now; null for everything else, which is a bug. */
export function refusalOf(error: unknown): { refusal: RequestRefusal; retryAfterSeconds: number } | null {
  const state = sqlState(error);
  if (state === '53100') return { refusal: { code: 'storageFull' }, retryAfterSeconds: FULL_RETRY_SECONDS };
  // Too many connections, statement timeout, shutting down, starting up, connection lost.
  const unavailable = state !== null && /^(53[023]00|57014|57P0[123]|08[0-9A-Z]{3}|40001|40P01)$/.test(state);
  const unreachable =
    error instanceof Error &&
    'code' in error &&
    ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT'].includes(String(error.code));
  return unavailable || unreachable ? { refusal: { code: 'busy' }, retryAfterSeconds: 10 } : null;
}
