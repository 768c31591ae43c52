import { expect, test } from 'vitest';
import type { LogLine } from '#core/ports.ts';
import { lastContact } from './contact.ts';

const line = (at: number, result: string, ms = 0): LogLine => ({ at, what: 'exchange', result, ms });

test('the log tells how long the last contact was, in whatever order its lines are', () => {
  const log = [
    line(70_000, 'timeout', 10_000),
    line(58_000, 'ok 0', 1_000),
    line(10_000, 'unreachable'),
    line(21_000, 'ok 2', 1_000),
  ];
  expect(lastContact(null, log)).toEqual({ since: 20_000, until: 58_000 });
  expect(lastContact(null, log.toReversed())).toEqual({ since: 20_000, until: 58_000 });
});

test('a failure or a long silence ends a contact', () => {
  expect(lastContact(null, [line(1_000, 'ok'), line(2_000, 'notOurs'), line(3_000, 'ok')])).toEqual({
    since: 3_000,
    until: 3_000,
  });
  expect(lastContact(null, [line(1_000, 'ok'), line(500_000, 'ok 1', 400)])).toEqual({
    since: 499_600,
    until: 500_000,
  });
});

test('what the engine saw itself counts before the log, and its bare moment after it', () => {
  const log = [line(1_000, 'ok'), line(9_000, 'ok')];
  expect(lastContact({ since: 20_000, until: 25_000 }, log)).toEqual({ since: 20_000, until: 25_000 });
  expect(lastContact({ since: 9_000, until: 9_000 }, log)).toEqual({ since: 1_000, until: 9_000 });
  expect(lastContact({ since: 9_000, until: 9_000 }, [])).toEqual({ since: 9_000, until: 9_000 });
  expect(lastContact(null, [line(1_000, 'timeout')])).toBeNull();
});
