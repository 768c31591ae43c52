import { expect, test } from 'vitest';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { findProcedures, highlight, isWithdrawn } from './find.ts';

const procedure = (code: string, vi: string, more: Partial<Procedure> = {}) =>
  ({
    code,
    name: { vi, en: `English of ${code}` },
    officialName: vi,
    keywords: [],
    summary: { vi: 'Tóm tắt', en: 'Summary' },
    field: { vi: 'Hộ tịch', en: 'Civil status' },
    lifeEvents: ['birth'],
    ...more,
  }) as unknown as Procedure;

const form = { pages: [] };
const procedures = [
  procedure('1.000003', 'Đăng ký lại khai sinh'),
  procedure('1.000002', 'Đăng ký kết hôn', { lifeEvents: ['marriage'], form }),
  procedure('1.000001', 'Đăng ký khai sinh', { form, keywords: ['giấy khai sinh'] }),
  procedure('1.000004', 'Khai sinh kiểu cũ', { validTo: '2026-01-31' }),
];
const catalogue = {
  procedures,
  find: (code: string) => procedures.find((one) => one.code === code) ?? null,
} as unknown as Catalogue;
const codes = (query: string, event: 'birth' | 'marriage' | null = null) =>
  findProcedures(catalogue, { query, event, today: '2026-11-22' }).map(({ code }) => code);

test('without words everything in force is listed, what has a form first', () => {
  expect(codes('')).toEqual(['1.000002', '1.000001', '1.000003']);
});

test('words find with and without marks, in any order of the catalogue', () => {
  expect(codes('khai sinh')[0]).toBe('1.000001');
  expect(codes('KHAI SINH')).toEqual(codes('khai sinh'));
  expect(codes('ket hon')).toEqual(['1.000002']);
});

test('a withdrawn procedure is still found by its words', () => {
  expect(codes('khai sinh kieu cu')).toContain('1.000004');
});

test('a life event narrows either', () => {
  expect(codes('', 'marriage')).toEqual(['1.000002']);
  expect(codes('khai sinh', 'marriage')).toEqual([]);
});

test('a procedure is in force on its last day', () => {
  const old = procedure('1.000004', 'Cũ', { validTo: '2026-01-31' });
  expect(isWithdrawn(old, '2026-01-31')).toBe(false);
  expect(isWithdrawn(old, '2026-02-01')).toBe(true);
});

test('words that begin as typed are found, marks or not', () => {
  expect(highlight('Đăng ký khai sinh', 'dang khai')).toEqual([
    { at: 0, text: 'Đăng', found: true },
    { at: 4, text: ' ký ', found: false },
    { at: 8, text: 'khai', found: true },
    { at: 12, text: ' sinh', found: false },
  ]);
  expect(highlight('Tách hộ', '').map(({ found }) => found)).toEqual([false]);
});
