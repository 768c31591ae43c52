import { expect, test } from 'vitest';
import { withSearch } from './searches.ts';

test('the last search comes first, once, whatever its marks', () => {
  expect(withSearch(['ket hon', 'khai sinh'], ' khai  sinh ')).toEqual(['khai sinh', 'ket hon']);
  expect(withSearch(['ket hon', 'khai sinh'], 'Kết hôn')).toEqual(['Kết hôn', 'khai sinh']);
});

test('a letter or two, and the same again, change nothing', () => {
  const before = ['khai sinh'];
  for (const text of ['', 'kh', 'khai sinh', '   ']) expect(withSearch(before, text)).toBe(before);
});

test('the oldest goes when there are eight', () => {
  const eight = Array.from({ length: 8 }, (_, i) => `tim ${i}`);
  const after = withSearch(eight, 'moi nhat');
  expect(after).toHaveLength(8);
  expect(after[0]).toBe('moi nhat');
  expect(after).not.toContain('tim 7');
});
