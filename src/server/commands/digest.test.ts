import { expect, test } from 'vitest';
import { canonicalJson, digestOf } from './digest.ts';

test('the order of keys does not count, the order of lists does', () => {
  expect(canonicalJson({ b: [1, { d: null, c: 'ơ' }], a: true })).toBe('{"a":true,"b":[1,{"c":"ơ","d":null}]}');
  expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }));
  expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
});

test('a member that is undefined is a member that is not there', () => {
  expect(digestOf({ a: 1, b: undefined })).toBe(digestOf({ a: 1 }));
});
