/** NUL and halves of surrogate pairs, which PostgreSQL's text cannot hold. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/**
 * The value with characters the database cannot hold replaced by U+FFFD, in every text at any depth. A
 * command with one would otherwise fail on every attempt and hold up everything behind it in its outbox.
 */
export function storable<T>(value: T): T {
  return clean(value) as T;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(UNSTORABLE, '\uFFFD');
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [clean(key), clean(member)]));
  }
  return value;
}
