import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ABBREVIATIONS } from './abbreviations.ts';
import { fold } from './fold.ts';
import { buildIndex, search } from './search.ts';

const entries = [
  { id: '1.001193', name: 'Đăng ký khai sinh', keywords: ['giấy khai sinh'], summary: 'Cho bé mới sinh.', rank: 1 },
  { id: '1.004884', name: 'Đăng ký lại khai sinh', keywords: [] },
  { id: '1.000656', name: 'Đăng ký khai tử', keywords: ['mai táng'] },
  { id: '1.000894', name: 'Đăng ký kết hôn', keywords: ['cưới'] },
  { id: '1.004194', name: 'Đăng ký tạm trú', keywords: [] },
  { id: '1.004222', name: 'Đăng ký thường trú', keywords: [] },
  { id: '1.011471', name: 'Khai thác gỗ và lâm sản phát sinh', keywords: [] },
  { id: '1.115661', name: 'Cấp đổi Giấy chứng nhận quyền sử dụng đất', keywords: [] },
  { id: '1.001939', name: 'Cấp thẻ bảo hiểm y tế', keywords: [] },
  { id: '1.000028', name: 'Giấy phép sử dụng đường bộ', keywords: [] },
];
const index = buildIndex(entries);
const find = (query: string) => search(index, query, 5).map(({ id }) => id);

describe('search', () => {
  test.each([
    ['khai sinh', '1.001193'],
    ['KHAI SINH', '1.001193'],
    ['khai sinh'.normalize('NFD'), '1.001193'],
    ['đăng kí kết hôn', '1.000894'],
    ['ket hon', '1.000894'],
    ['sinh khai', '1.001193'],
    ['dang ky lai', '1.004884'],
    ['khai thac', '1.011471'],
    ['tam t', '1.004194'],
    ['be moi', '1.001193'],
    ['1.000894', '1.000894'],
    ['1000894', '1.000894'],
    ['000894', '1.000894'],
    ['1.0008', '1.000894'],
  ])('"%s" finds %s first', (query, id) => {
    expect(find(query)[0]).toBe(id);
  });

  test.each([
    ['gks', '1.001193'],
    ['khai sanh', '1.001193'],
    ['hktt', '1.004222'],
    ['so do', '1.115661'],
    ['sổ hồng', '1.115661'],
    ['doi so do', '1.115661'],
    ['bhyt', '1.001939'],
    ['lam the bhyt', '1.001939'],
  ])('"%s", written out, finds %s first', (query, id) => {
    expect(find(query)[0]).toBe(id);
  });

  test('an abbreviation with two meanings finds both', () => {
    expect(find('tt')).toEqual(expect.arrayContaining(['1.004194', '1.004222']));
  });

  test.each([
    ['dduwowngf booj', '1.000028'],
    ['dduwofng boj', '1.000028'],
    ['khai tuwr', '1.000656'],
    ['keets hoon', '1.000894'],
    ['thuwowngf trus', '1.004222'],
    ['ddaats', '1.115661'],
  ])('"%s", left by Telex, finds %s first', (query, id) => {
    expect(find(query)[0]).toBe(id);
  });

  test('words side by side come before the same words apart', () => {
    expect(find('khai sinh').indexOf('1.004884')).toBeLessThan(find('khai sinh').indexOf('1.011471'));
  });

  test('a sentence falls back on the words that tell most', () => {
    expect(find('toi muon xin giay ket hon o dau')[0]).toBe('1.000894');
  });

  test('nothing is found for nothing', () => {
    expect(find('')).toEqual([]);
    expect(find(' .,- ')).toEqual([]);
    expect(find('zzzz')).toEqual([]);
    expect(search(buildIndex([]), 'khai sinh', 5)).toEqual([]);
  });

  test('the limit is kept and scores fall', () => {
    const hits = search(index, 'dang ky', 3);
    expect(hits).toHaveLength(3);
    expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).toSorted((a, b) => b - a));
  });

  test('every procedure is found by the beginning of any word of its name, with marks or without', () => {
    const prefixes = fc.constantFrom(...entries).chain(({ id, name }) =>
      fc.record({
        id: fc.constant(id),
        text: fc
          .tuple(fc.constantFrom(...name.split(' ')), fc.nat(5))
          .map(([word, length]) => word.slice(0, length + 1)),
        marks: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(prefixes, ({ id, text, marks }) => {
        const hits = search(index, marks ? text : fold(text), entries.length);
        expect(hits.map((hit) => hit.id)).toContain(id);
      }),
    );
  });

  test('any text gets an answer', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => search(index, text, 5).length <= 5));
  });
});

test('abbreviations are written as they are looked up', () => {
  for (const [typed, meant] of ABBREVIATIONS) {
    expect([typed, meant]).toEqual([fold(typed), fold(meant)]);
    expect(meant).not.toBe(typed);
  }
});
