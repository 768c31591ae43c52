import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from './fold.ts';

test.each([
  ['Đăng ký  KHAI SINH', 'dang ky khai sinh'],
  ['  ưởng ', 'uong'],
  ['Đường\nbộ', 'duong bo'],
  ['Nguyễn'.normalize('NFD'), 'nguyen'],
])('%s folds to %s', (text, expected) => {
  expect(fold(text)).toBe(expected);
});

test('composed or not makes no difference, and folding twice neither', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aăâđeêioôơuưyáàảãạộựĐÊ bcnghtx .1') }), (text) => {
      expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
      expect(fold(fold(text))).toBe(fold(text));
    }),
  );
});
