import { expect, test } from 'vitest';
import { NoConnection, refusalOf } from './errors.ts';

test('a caller for whom no connection becomes free is asked to come back, as when the database has none left', () => {
  const busy = { refusal: { code: 'busy' }, retryAfterSeconds: 10 };
  expect(refusalOf(new NoConnection(new Error('timeout exceeded when trying to connect')))).toEqual(busy);
  expect(refusalOf(Object.assign(new Error('too many'), { code: '53300' }))).toEqual(busy);
  expect(refusalOf(new Error('something else'))).toBeNull();
});
