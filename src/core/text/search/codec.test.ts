import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeIndex, encodeIndex } from './codec.ts';
import type { SearchEntry } from './entry.ts';
import { facetsOf, NO_FILTER } from './filter.ts';
import { buildIndex, nameOf } from './index.ts';

const text = fc.string({ unit: fc.constantFrom(...'aăđêơưýạĐK 0189.,;()/“”-–\n'), maxLength: 40 });
const entry: fc.Arbitrary<SearchEntry> = fc.record({
  code: fc.stringMatching(/^\d\.\d{6}$/),
  name: text,
  field: text,
  level: fc.constantFrom('commune', 'province', 'ministry'),
  agency: text,
  audience: fc.constantFrom('person', 'business', 'both'),
  popularity: fc.nat(12),
  keywords: fc.array(text, { maxLength: 3 }),
  events: fc.uniqueArray(fc.constantFrom('birth', 'death', 'land')),
  withdrawn: fc.boolean(),
});
const tidy = (written: string) => written.normalize('NFC').replaceAll(/\s+/g, ' ').trim();

test('names come back as they were written, with single spaces', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), (entries) => {
      const index = buildIndex(entries);
      expect(entries.map((_, i) => nameOf(index, i))).toEqual(entries.map(({ name }) => tidy(name)));
    }),
  );
});

test('an index comes back from its bytes, wherever they lie', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 8 }), fc.nat(3), (entries, offset) => {
      const index = buildIndex(entries);
      const bytes = encodeIndex(index);
      const elsewhere = new Uint8Array(bytes.length + offset);
      elsewhere.set(bytes, offset);
      expect(decodeIndex(elsewhere.subarray(offset))).toEqual(index);
    }),
  );
});

describe('bytes that are no index', () => {
  const bytes = encodeIndex(
    buildIndex([
      {
        code: '1.001193',
        name: 'Đăng ký khai sinh',
        field: 'Hộ tịch',
        level: 'commune',
        agency: '',
        audience: 'person',
        popularity: 1,
      },
      {
        code: '1.000894',
        name: 'Đăng ký kết hôn',
        field: 'Hộ tịch',
        level: 'commune',
        agency: '',
        audience: 'person',
        popularity: 1,
      },
    ]),
  );

  test('cut short or of another version are refused', () => {
    for (let length = 0; length < bytes.length; length += 1) expect(decodeIndex(bytes.slice(0, length))).toBeNull();
    const other = bytes.slice();
    other[4] = 99;
    expect(decodeIndex(other)).toBeNull();
  });

  test('altered anywhere are refused, or still can be searched', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        const altered = bytes.slice();
        altered[at] = value;
        const index = decodeIndex(altered);
        if (index) for (let i = 0; i < index.codes.length; i += 1) nameOf(index, i);
      }),
    );
  });
});

test('facets count what a choice would leave', () => {
  const of = (field: string, level: SearchEntry['level'], audience: SearchEntry['audience'], withdrawn = false) => ({
    code: '1.000000',
    name: 'Tên',
    field,
    level,
    agency: '',
    audience,
    popularity: 0,
    withdrawn,
  });
  const index = buildIndex([
    of('Hộ tịch', 'commune', 'person'),
    of('Hộ tịch', 'province', 'both'),
    of('Đất đai', 'commune', 'business'),
    of('Đất đai', 'commune', 'business', true),
  ]);
  expect(facetsOf(index, NO_FILTER)).toEqual({
    fields: [
      { value: 'Hộ tịch', count: 2 },
      { value: 'Đất đai', count: 1 },
    ],
    agencies: [],
    levels: [
      { value: 'commune', count: 2 },
      { value: 'province', count: 1 },
      { value: 'ministry', count: 0 },
    ],
    audiences: [
      { value: 'person', count: 2 },
      { value: 'business', count: 2 },
    ],
  });
  const land = facetsOf(index, { ...NO_FILTER, field: 'Đất đai' });
  expect(land.fields.map(({ count }) => count)).toEqual([2, 1]);
  expect(land.levels.map(({ count }) => count)).toEqual([1, 0, 0]);
});
