/** Counts calls by key; answers null while there is room, else the seconds to wait. */
export type RateLimit = { take(key: string): number | null };

const WINDOW_MS = 60_000;

/**
 * A fixed window of one minute. Around the turn of a minute it lets twice the limit through, which is fine for
 * what it guards against (loops and floods, not a budget), and it forgets every key each minute, so its memory
 * is bounded by one minute's keys. One process counts for itself: several behind a balancer allow as many times
 * the limit.
 */
export function createRateLimit(perMinute: number, now: () => number = Date.now): RateLimit {
  let windowEnds = 0;
  let counts = new Map<string, number>();
  return {
    take(key) {
      const time = now();
      if (time >= windowEnds) {
        counts = new Map();
        windowEnds = time + WINDOW_MS;
      }
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count > perMinute ? (windowEnds - time) / 1000 : null;
    },
  };
}
