import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from '#core/text/fold.ts';
import type { SearchEntry } from './entry.ts';
import { NO_FILTER } from './filter.ts';
import { buildIndex } from './index.ts';
import { Searcher } from './searcher.ts';
import { FILLERS, SYNONYMS } from './synonyms.ts';

const entry = (code: string, name: string, more: Partial<SearchEntry> = {}): SearchEntry => ({
  code,
  name,
  field: 'Hộ tịch',
  level: 'commune',
  agency: 'Ủy ban nhân dân cấp xã',
  audience: 'person',
  popularity: 0,
  ...more,
});

const residence = { field: 'Cư trú', agency: 'Công an cấp xã' };
const land = { field: 'Đất đai', level: 'province', agency: 'Văn phòng đăng ký đất đai' } as const;
const entries = [
  entry('1.001193', 'Đăng ký khai sinh', { keywords: ['giấy khai sinh'], popularity: 10, events: ['birth'] }),
  entry('1.004884', 'Đăng ký lại khai sinh', { events: ['birth'] }),
  entry('1.000656', 'Đăng ký khai tử', { keywords: ['mai táng'], events: ['death'] }),
  entry('1.000894', 'Đăng ký kết hôn', { keywords: ['cưới'] }),
  entry('1.004194', 'Đăng ký tạm trú', residence),
  entry('1.004222', 'Đăng ký thường trú', residence),
  entry('1.011471', 'Khai thác gỗ và lâm sản phát sinh', { field: 'Lâm nghiệp', audience: 'both' }),
  entry('1.115661', 'Cấp đổi Giấy chứng nhận quyền sử dụng đất', land),
  entry('1.001939', 'Cấp thẻ BHYT', { field: 'Bảo hiểm' }),
  entry('1.000028', 'Giấy phép sử dụng đường bộ', { audience: 'business', level: 'ministry' }),
  entry('2.000001', 'Khai sinh kiểu cũ', { withdrawn: true }),
];
const searcher = new Searcher(buildIndex(entries));
const ask = (text: string, limit = 5) => searcher.ask({ text, limit });
const find = (text: string) => ask(text).hits.map(({ code }) => code);

describe('what is found first', () => {
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
    ['dat', '1.115661'],
  ])('"%s" with or without marks, in any order, unfinished: %s', (text, code) => {
    expect(find(text)[0]).toBe(code);
  });

  test.each([
    ['1.000894', '1.000894'],
    ['1000894', '1.000894'],
    ['000894', '1.000894'],
    [' 1.0008', '1.000894'],
  ])('"%s" as a code, with or without dots: %s', (text, code) => {
    expect(find(text)).toEqual([code]);
  });

  test.each([
    ['gks', '1.001193'],
    ['khai sanh', '1.001193'],
    ['hktt', '1.004222'],
    ['so do', '1.115661'],
    ['sổ hồng', '1.115661'],
    ['doi so do', '1.115661'],
    ['bhyt', '1.001939'],
    ['bao hiem y te', '1.001939'],
    ['lam the bhyt', '1.001939'],
  ])('"%s", written out on either side: %s', (text, code) => {
    expect(find(text)[0]).toBe(code);
  });

  test.each([
    ['dduwowngf booj', '1.000028'],
    ['dduwofng boj', '1.000028'],
    ['khai tuwr', '1.000656'],
    ['keets hoon', '1.000894'],
    ['thuwowngf trus', '1.004222'],
    ['ddaats', '1.115661'],
    ['d9a61t', '1.115661'],
  ])('"%s", left by Telex or VNI: %s', (text, code) => {
    expect(find(text)[0]).toBe(code);
  });

  test.each([
    ['khai sing', '1.001193'],
    ['kai sinh', '1.001193'],
    ['ket hom', '1.000894'],
    ['thuong chu', '1.004222'],
    ['khaisinh', '1.001193'],
    ['dangkykethon', '1.000894'],
  ])('"%s", mistyped, by ear or written together: %s', (text, code) => {
    expect(find(text)[0]).toBe(code);
  });

  test('words side by side come before the same words apart', () => {
    const found = find('khai sinh');
    expect(found.indexOf('1.004884')).toBeLessThan(found.includes('1.011471') ? found.indexOf('1.011471') : Infinity);
  });

  test('marks that were typed count', () => {
    const two = new Searcher(buildIndex([entry('1.000001', 'Bán hàng'), entry('1.000002', 'Bản hàng')]));
    expect(two.ask({ text: 'bản', limit: 1 }).hits[0]?.code).toBe('1.000002');
    expect(two.ask({ text: 'bán', limit: 1 }).hits[0]?.code).toBe('1.000001');
  });

  test('a sentence is answered by the words that tell', () => {
    expect(find('cho toi hoi muon xin giay ket hon thi o dau')[0]).toBe('1.000894');
  });

  test('what is asked for more, and what the commune does, comes first among equals', () => {
    const name = 'Cấp giấy xác nhận';
    const three = new Searcher(
      buildIndex([
        entry('1.000001', name, { level: 'ministry' }),
        entry('1.000002', name),
        entry('1.000003', name, { level: 'ministry', popularity: 10 }),
      ]),
    );
    expect(three.ask({ text: 'xac nhan', limit: 3 }).hits.map(({ code }) => code)).toEqual([
      '1.000003',
      '1.000002',
      '1.000001',
    ]);
  });
});

describe('an answer', () => {
  test('an abbreviation with two meanings finds both', () => {
    expect(find('tt')).toEqual(expect.arrayContaining(['1.004194', '1.004222']));
  });

  test('says what was meant when words were mistyped, and only then', () => {
    expect(ask('khai sing').meant).toBe('khai sinh');
    expect(ask('keest hoon').meant).toBe('kết hôn');
    expect(ask('khai sinh').meant).toBeNull();
    expect(ask('khai s').meant).toBeNull();
  });

  test('nothing is found for nothing', () => {
    expect(ask(' .,- ').total).toBe(0);
    expect(ask('zzzz').total).toBe(0);
    expect(ask('xyzzy').total).toBe(0);
    expect(new Searcher(buildIndex([])).ask({ text: 'khai sinh', limit: 5 }).total).toBe(0);
    expect(new Searcher(buildIndex([])).ask({ text: '', limit: 5 }).total).toBe(0);
  });

  test('the limit is kept and the number of all is told', () => {
    const answer = ask('dang ky', 2);
    expect(answer.hits).toHaveLength(2);
    expect(answer.total).toBeGreaterThan(2);
  });

  test('without words everything in force is listed, what people ask for first and then by name', () => {
    const { hits, total } = ask('', 20);
    expect(total).toBe(entries.length - 1);
    expect(hits.map(({ code }) => code)).not.toContain('2.000001');
    expect(hits.slice(0, 3).map(({ name }) => name)).toEqual(['Đăng ký khai sinh', 'Cấp thẻ BHYT', 'Đăng ký kết hôn']);
  });

  test('what was withdrawn is found by its words, after what is in force', () => {
    expect(find('khai sinh kieu cu')[0]).toBe('2.000001');
    expect(find('khai sinh').indexOf('2.000001')).toBeGreaterThan(find('khai sinh').indexOf('1.004884'));
  });
});

describe('filters', () => {
  const filtered = (filter: Partial<typeof NO_FILTER>, text = 'dang ky') =>
    searcher
      .ask({ text, filter: { ...NO_FILTER, ...filter }, limit: 20 })
      .hits.map(({ code }) => code)
      .sort();

  test('by field, agency, level and event of life', () => {
    expect(filtered({ field: 'Cư trú' })).toEqual(['1.004194', '1.004222']);
    expect(filtered({ agency: 'Công an cấp xã' })).toEqual(['1.004194', '1.004222']);
    expect(filtered({ level: 'province' }, '')).toEqual(['1.115661']);
    expect(filtered({ event: 'birth' })).toEqual(['1.001193', '1.004884']);
    expect(filtered({ event: 'birth', field: 'Cư trú' })).toEqual([]);
    expect(filtered({ field: 'không có' }, '')).toEqual([]);
    expect(filtered({ level: 'province' }, '1.001193')).toEqual([]);
  });

  test('do not make an answer of what answers much worse than something outside', () => {
    expect(filtered({ field: 'Cư trú' }, 'ket hon')).toEqual([]);
    expect(filtered({ field: 'Cư trú' }, 'dang ky ket hon')).toEqual([]);
  });

  test('for persons and for businesses, with what is for both', () => {
    expect(filtered({ audience: 'business' }, '')).toEqual(['1.000028', '1.011471']);
    expect(filtered({ audience: 'person' }, '')).not.toContain('1.000028');
    expect(filtered({ audience: 'person' }, '')).toContain('1.011471');
  });
});

test('every procedure is found by the beginning of any word of its name, with marks or without', () => {
  const prefixes = fc.constantFrom(...entries).chain(({ code, name }) =>
    fc.record({
      code: fc.constant(code),
      text: fc.tuple(fc.constantFrom(...name.split(' ')), fc.nat(5)).map(([word, length]) => word.slice(0, length + 1)),
      marks: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(prefixes, ({ code, text, marks }) => {
      const answer = searcher.ask({ text: marks ? text : fold(text), limit: entries.length });
      expect(answer.hits.map((hit) => hit.code)).toContain(code);
    }),
  );
});

test('any text gets an answer, the same one again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const answer = ask(text);
      expect(answer.hits.length).toBeLessThanOrEqual(5);
      expect(answer.total).toBeGreaterThanOrEqual(answer.hits.length);
      expect(ask(text)).toEqual(answer);
    }),
  );
});

test('synonyms and fillers are written as they are looked up, once', () => {
  for (const [said, meant] of SYNONYMS) {
    expect([said, meant]).toEqual([fold(said), fold(meant)]);
    expect(meant).not.toBe(said);
  }
  expect(new Set(SYNONYMS.map((pair) => pair.join('=')))).toHaveProperty('size', SYNONYMS.length);
  expect(FILLERS).toEqual(FILLERS.map(fold));
  expect(new Set(FILLERS)).toHaveProperty('size', FILLERS.length);
});
