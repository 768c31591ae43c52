import { expect, test } from 'vitest';
import { buildIndex } from '#core/text/search/index.ts';
import { Searcher } from '#core/text/search/searcher.ts';
import type { CatalogueEntry } from './entry.ts';
import { isWithdrawn, type Procedure } from './procedure.ts';
import { searchEntries } from './searchable.ts';

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
const entry = (code: string, name: string): CatalogueEntry => ({
  code,
  name,
  field: 'Đường bộ',
  level: 'province',
  agency: 'Sở Xây dựng',
  audience: 'business',
  popularity: 0,
  rev: 1,
});
const catalogue = [entry('1.000001', 'Thủ tục đăng ký khai sinh'), entry('1.000009', 'Đổi biển hiệu')];
const searcher = new Searcher(buildIndex(searchEntries(catalogue, procedures, TODAY)));
const hits = (text: string) => searcher.ask({ text, limit: 10 }).hits;
const codes = (text: string) => hits(text).map(({ code }) => code);

test('without words everything in force is listed, what has a form first', () => {
  expect(codes('')).toEqual(['1.000002', '1.000001', '1.000003', '1.000009']);
});

test('words of both languages find', () => {
  expect(codes('khai sinh')[0]).toBe('1.000001');
  expect(codes('english of 1.000002')[0]).toBe('1.000002');
});

test('a withdrawn procedure is still found by its words', () => {
  expect(codes('khai sinh kieu cu')).toContain('1.000004');
});

test('a procedure is in force on its last day', () => {
  const old = procedure('1.000004', 'Cũ', { validTo: '2026-01-31' });
  expect(isWithdrawn(old, '2026-01-31')).toBe(false);
  expect(isWithdrawn(old, '2026-02-01')).toBe(true);
});

test('what we wrote stands for the catalogue’s, with its agency; the rest of the catalogue is found beside it', () => {
  expect(hits('khai sinh').map(({ code, name, agency }) => [code, name, agency])[0]).toEqual([
    '1.000001',
    'Đăng ký khai sinh',
    'Sở Xây dựng',
  ]);
  expect(codes('bien hieu')).toEqual(['1.000009']);
});
