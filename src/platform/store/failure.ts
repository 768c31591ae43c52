import type { StoreFailure } from '#core/ports.ts';
import { Corrupt } from './seal.ts';

/** Undoes the transaction it is thrown in and becomes the answer. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly failure: StoreFailure;
  constructor(failure: StoreFailure) {
    super(failure.code);
    this.failure = failure;
  }
}

/** What IndexedDB and Dexie throw for reasons outside the program; anything else is a bug and goes on up. */
const OUTSIDE = new Set([
  'AbortError',
  'BlockedError',
  'DatabaseClosedError',
  'InvalidStateError',
  'MissingAPIError',
  'NotFoundError',
  'OpenFailedError',
  'SecurityError',
  'TimeoutError',
  'TransactionInactiveError',
  'UnknownError',
  'VersionError',
]);

/**
 * The failure an exception stands for, or null for a bug. A full phone shows as an aborted transaction
 * whose cause alone says so, hence the walk through the causes.
 */
export function failureOf(error: unknown): StoreFailure | null {
  if (error instanceof Refused) return error.failure;
  const names = namesOf(error);
  if (isRot(error)) return { code: 'corrupt' };
  if (names.some((name) => name === 'QuotaExceededError')) return { code: 'full' };
  return names.some((name) => OUTSIDE.has(name)) ? { code: 'lost' } : null;
}

/** The record does not open, or the browser says that it has lost the bytes (Chrome keeps large values in files). */
export function isRot(error: unknown): boolean {
  return error instanceof Corrupt || namesOf(error).includes('NotReadableError');
}

/** What a record that does not open is worth nobody's while: null, and it stays where it is. */
export async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (isRot(error)) return null;
    throw error;
  }
}

function namesOf(error: unknown): string[] {
  const names: string[] = [];
  let current: unknown = error;
  while (typeof current === 'object' && current !== null && names.length < 5) {
    if ('name' in current && typeof current.name === 'string') names.push(current.name);
    current = 'inner' in current ? current.inner : null;
  }
  return names;
}
