import { createHash } from 'node:crypto';
import pino, { type Logger } from 'pino';
import type { Settings } from '#server/settings.ts';

/**
 * The server's log: JSON lines on the standard output. It says which route, how long and how much, and never who
 * or what: no paths as called, no queries, no bodies, no names. An account appears as `accountTag` alone.
 */
export function createLog(settings: Pick<Settings, 'logLevel'>): Logger {
  return pino({ level: settings.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}

/** Enough of a digest to follow one account through a day's log, too little to be its name elsewhere. */
export function accountTag(account: string): string {
  return createHash('sha256').update(account).digest('hex').slice(0, 8);
}

/**
 * What a log may say of a bug: where it happened and its code. Messages stay out unless they are our own
 * assertions, since those of a database or a parser quote the value they tripped over.
 */
export function describeBug(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const { name, message, stack } = error;
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    kind: name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...('constraint' in error && typeof error.constraint === 'string' ? { constraint: error.constraint } : {}),
    ...(/^(Assertion failed|Unreachable)/.test(message) ? { message: message.split(':', 2).join(':') } : {}),
    at: frames.slice(0, 12).map((line) => line.trim()),
  };
}
