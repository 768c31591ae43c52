import { expect, test } from 'vitest';
import { isWorthRetrying, MAX_RESULT_BYTES, problemOf, problemOfStatus } from './upload.ts';

test('a file that cannot be a result is turned away before it is read', () => {
  expect(problemOf({ size: 0, type: 'application/pdf' })).toBe('empty');
  expect(problemOf({ size: 5, type: 'text/plain' })).toBe('notSupported');
  expect(problemOf({ size: MAX_RESULT_BYTES + 1, type: 'image/png' })).toBe('tooLarge');
  expect(problemOf({ size: MAX_RESULT_BYTES, type: 'application/pdf' })).toBeNull();
});

test('the status an upload ended with says what to do', () => {
  expect([0, 401, 403, 413, 423, 429, 503, 507].map(problemOfStatus)).toEqual([
    'unreachable',
    'signedOut',
    'notAccepted',
    'tooLarge',
    'unreachable',
    'unreachable',
    'unreachable',
    'storageFull',
  ]);
  expect([isWorthRetrying('unreachable'), isWorthRetrying('tooLarge')]).toEqual([true, false]);
});
