import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameProblem, normaliseName } from './name.ts';

describe('a name', () => {
  test.each([
    ['  giàng   a páo ', 'GIÀNG A PÁO'],
    ['Đặng Thị Ưởng'.normalize('NFD'), 'ĐẶNG THỊ ƯỞNG'],
    ['H’Hen Niê', "H'HEN NIÊ"],
    ['Nguyễn–Lò', 'NGUYỄN-LÒ'],
    ['Vàng\u00a0Seo\tSử', 'VÀNG SEO SỬ'],
    ['ŉguyễn', "'NGUYỄN"],
  ])('%s is written %s', (text, expected) => {
    expect(normaliseName(text)).toBe(expected);
  });

  test('stays as it is once written so', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const once = normaliseName(text);
        expect(normaliseName(once)).toBe(once);
      }),
    );
  });

  test.each(['Páo', 'Giàng A Páo', "H'Hen Niê", 'Ma Văn A.', 'Lê-Nguyễn Thị Ý', 'Nguyễn Văn Đ'.normalize('NFD')])(
    '%s is fine',
    (text) => {
      expect(nameProblem(text)).toBeNull();
    },
  );

  test.each(['Páo 2', 'Giàng @ Páo', 'Lò_Văn', 'Nguyễn/Trần', '😀', '-', "' .", ''])('%s is not', (text) => {
    expect(nameProblem(text)).toBe('nameCharacters');
  });
});
