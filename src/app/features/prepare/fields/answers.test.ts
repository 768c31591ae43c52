import { expect, test } from 'vitest';
import type { Commune } from '#core/procedure/province.ts';
import { findCommunes } from './CommuneField.tsx';
import { dateAnswer, datePartsOf } from './dateAnswer.ts';
import { groupDigits } from './idNumber.tsx';
import { numberAnswer } from './number.tsx';

test.each([
  [{ day: '3', month: '11', year: '2026' }, '2026-11-03'],
  [{ day: '31', month: '2', year: '2026' }, '2026-2-31'],
  [{ day: '14', month: '', year: '1992' }, '1992--14'],
  [{ day: '', month: '', year: '' }, undefined],
])('%j is kept as %s', (parts, answer) => {
  expect(dateAnswer(parts)).toBe(answer);
});

test('an unfinished date comes back into its boxes', () => {
  const typed = { day: '14', month: '', year: '1992' };
  expect(datePartsOf(dateAnswer(typed) ?? '')).toEqual(typed);
  expect(datePartsOf('')).toEqual({ day: '', month: '', year: '' });
});

test.each([
  ['010192004512', '010 1920 04512'],
  ['0101920', '0101920'],
])('%s reads %s', (digits, grouped) => {
  expect(groupDigits(digits)).toBe(grouped);
});

test.each([
  ['2', 2],
  [' 12 ', 12],
  ['', undefined],
  ['hai', 'hai'],
  ['1,5', '1,5'],
])('"%s" is %j', (typed, answer) => {
  expect(numberAnswer(typed)).toBe(answer);
});

test('a commune is found without marks, the one that begins so first', () => {
  const communes = ['Bản Hồ', 'Tả Van', 'Tả Phìn', 'Văn Bàn'].map(
    (name) => ({ code: name, name, type: 'xã' }) as unknown as Commune,
  );
  const names = (query: string) => findCommunes(communes, query).map(({ name }) => name);
  expect(names('van')).toEqual(['Văn Bàn', 'Tả Van']);
  expect(names('xa ta')).toEqual(['Tả Phìn', 'Tả Van']);
  expect(names('')).toHaveLength(4);
});
