import { expect, test } from 'vitest';
import { logText, resultOf } from './log.ts';

const line = (result: string) => ({ at: 0, what: 'exchange' as const, result });

test.each([
  ['ok', { kind: 'ok' }],
  ['ok 0', { kind: 'ok' }],
  ['ok 3', { kind: 'outcomes', count: 3 }],
  ['timeout', { kind: 'timeout' }],
  ['notOurs', { kind: 'notOurs' }],
  ['something new', { kind: 'other' }],
] as const)('"%s" has words', (result, meant) => {
  expect(resultOf(line(result))).toEqual(meant);
});

test('the copied log has times, codes and counts', () => {
  const text = logText([{ at: 0, what: 'upload', result: 'ok', bytes: 1200, ms: 640 }, line('timeout')]);
  expect(text).toBe(
    '1970-01-01T00:00:00.000Z  upload  ok  1200 B  640 ms\n1970-01-01T00:00:00.000Z  exchange  timeout',
  );
});
