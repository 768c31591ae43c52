import type { Chance, Clock, Hasher, Ids, Timers } from '#core/ports.ts';

/** The small ports as a browser has them, in a window and in a worker alike. */

export const clock: Clock = { now: () => Date.now() };

export const timers: Timers = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export const ids: Ids = { uuid: () => crypto.randomUUID() };

export const chance: Chance = { next: () => Math.random() };

export const hasher: Hasher = { sha256: async (bytes) => hex(await crypto.subtle.digest('SHA-256', owned(bytes))) };

/** The same bytes over an ArrayBuffer of their own, as WebCrypto and Blob ask for; copies only shared memory. */
export function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}

function hex(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
