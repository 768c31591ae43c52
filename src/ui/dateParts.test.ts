import { expect, test } from 'vitest';
import { datePartsFromIso, emptyDate, isoFromDateParts } from './dateParts.ts';

test('three boxes become a day', () => {
  expect(isoFromDateParts({ day: '4', month: '8', year: '1992' })).toBe('1992-08-04');
  expect(isoFromDateParts({ day: ' 14', month: '08 ', year: '1992' })).toBe('1992-08-14');
});

test.each([
  ['31', '02', '1992'],
  ['29', '02', '2023'],
  ['29', '02', '1900'],
  ['31', '04', '2024'],
  ['0', '1', '2024'],
  ['1', '13', '2024'],
  ['1', '1', '92'],
  ['', '1', '1992'],
  ['x', '1', '1992'],
])('%s/%s/%s is not a day', (day, month, year) => {
  expect(isoFromDateParts({ day, month, year })).toBeNull();
});

test('a leap day exists in leap years', () => {
  expect(isoFromDateParts({ day: '29', month: '2', year: '2024' })).toBe('2024-02-29');
  expect(isoFromDateParts({ day: '29', month: '2', year: '2000' })).toBe('2000-02-29');
});

test('a stored day goes back into the boxes, anything else leaves them empty', () => {
  expect(datePartsFromIso('1992-08-14')).toEqual({ day: '14', month: '08', year: '1992' });
  expect(datePartsFromIso('1992')).toEqual(emptyDate);
});
