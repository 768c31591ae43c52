import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBytes, utf8Bytes } from './bytes.ts';

test.each([
  [0, '0 B', '0 B'],
  [999, '999 B', '999 B'],
  [1000, '1 KB', '1 KB'],
  [409_300, '409 KB', '409 KB'],
  [999_499, '999 KB', '999 KB'],
  [999_500, '1 MB', '1 MB'],
  [7_420_000, '7,4 MB', '7.4 MB'],
  [12_000_000, '12 MB', '12 MB'],
  [1_250_000_000, '1,3 GB', '1.3 GB'],
])('%d bytes', (bytes, vi, en) => {
  expect(formatBytes(bytes, 'vi')).toBe(vi.replace(' ', '\u00a0'));
  expect(formatBytes(bytes, 'en')).toBe(en.replace(' ', '\u00a0'));
});

test('the bytes of a text are those an encoder writes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
  for (const text of ['', 'Lý Thị Mẩy', '☠', '😀', '\ud800', '\udc00\ud800x']) {
    expect(utf8Bytes(text)).toBe(new TextEncoder().encode(text).length);
  }
});
