/** Three small helpers for bugs. A refusal that a person can cause is a value, never one of these. */

/** Throws when a condition the code relies on does not hold. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

/** The value, or a throw when it is missing where it cannot be. */
export function must<T>(value: T | null | undefined, what: string): T {
  assert(value !== null && value !== undefined, `${what} is missing`);
  return value;
}

/** For the last branch of an exhaustive switch: does not compile while a case is unhandled. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
