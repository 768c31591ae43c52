import type { LogLine, TransportFailure } from '#core/ports.ts';

/** What came of a line in terms that have words; `outcomes` are commands the server answered. */
export type LogResult =
  | { readonly kind: 'ok' }
  | { readonly kind: 'outcomes'; readonly count: number }
  | { readonly kind: TransportFailure['code'] }
  | { readonly kind: 'other' };

const FAILURES = ['unreachable', 'notOurs', 'timeout', 'refused'] as const satisfies TransportFailure['code'][];

/** Reads a line's result code: "ok", "ok 2", or why it failed. */
export function resultOf({ result }: LogLine): LogResult {
  if (result === 'ok') return { kind: 'ok' };
  const count = /^ok (\d+)$/.exec(result)?.[1];
  if (count !== undefined) return count === '0' ? { kind: 'ok' } : { kind: 'outcomes', count: Number(count) };
  return { kind: FAILURES.find((failure) => failure === result) ?? 'other' };
}

/** The log as plain text for whoever helps: UTC times and codes, a line each, the newest first. */
export function logText(lines: readonly LogLine[]): string {
  return lines
    .map(({ at, what, result, bytes, ms }) =>
      [
        new Date(at).toISOString(),
        what,
        result,
        bytes === undefined ? null : `${bytes} B`,
        ms === undefined ? null : `${ms} ms`,
      ]
        .filter((part) => part !== null)
        .join('  '),
    )
    .join('\n');
}
