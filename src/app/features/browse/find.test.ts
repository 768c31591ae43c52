import { expect, test } from 'vitest';
import { isWithdrawn, type Procedure } from '#core/procedure/procedure.ts';
import { buildIndex } from '#core/text/search/index.ts';
import { Searcher } from '#core/text/search/searcher.ts';
import { entriesOf } from './find.ts';
import { filterOf } from './view.ts';

const TODAY = '2026-11-22';

const procedure = (code: string, vi: string, more: Partial<Procedure> = {}) =>
  ({
    code,
    name: { vi, en: `English of ${code}` },
    officialName: vi,
    level: 'commune',
    keywords: [],
    field: { vi: 'Hộ tịch', en: 'Civil status' },
    lifeEvents: ['birth'],
    ...more,
  }) as unknown as Procedure;

const form = { pages: [] } as unknown as NonNullable<Procedure['form']>;
const procedures = [
  procedure('1.000003', 'Đăng ký lại khai sinh'),
  procedure('1.000002', 'Đăng ký kết hôn', { lifeEvents: ['marriage'], form }),
  procedure('1.000001', 'Đăng ký khai sinh', { form, keywords: ['giấy khai sinh'] }),
  procedure('1.000004', 'Khai sinh kiểu cũ', { validTo: '2026-01-31' }),
];
const searcher = new Searcher(buildIndex(entriesOf(procedures, TODAY)));
const codes = (text: string, address = '') =>
  searcher.ask({ text, filter: filterOf(new URLSearchParams(address)), limit: 10 }).hits.map(({ code }) => code);

test('without words everything in force is listed, what has a form first', () => {
  expect(codes('')).toEqual(['1.000002', '1.000001', '1.000003']);
});

test('words of both languages find', () => {
  expect(codes('khai sinh')[0]).toBe('1.000001');
  expect(codes('english of 1.000002')[0]).toBe('1.000002');
});

test('a withdrawn procedure is still found by its words', () => {
  expect(codes('khai sinh kieu cu')).toContain('1.000004');
});

test('the address narrows either, and what it does not know does not', () => {
  expect(codes('', 'viec=marriage')).toEqual(['1.000002']);
  expect(codes('lai khai sinh', 'viec=marriage')).toEqual([]);
  expect(codes('', 'cap=province')).toEqual([]);
  expect(codes('', 'cho-ai=business')).toEqual([]);
  expect(codes('', 'viec=war&cap=moon&cho-ai=cat')).toHaveLength(3);
});

test('a procedure is in force on its last day', () => {
  const old = procedure('1.000004', 'Cũ', { validTo: '2026-01-31' });
  expect(isWithdrawn(old, '2026-01-31')).toBe(false);
  expect(isWithdrawn(old, '2026-02-01')).toBe(true);
});
