import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BIRTH_PROVINCES, crossCheck, parseIdCardQr, parseIdNumber } from './id-number.ts';

test('births are registered in 63 provinces', () => {
  expect(BIRTH_PROVINCES.size).toBe(63);
  expect(['001', '010', '015', '096'].every((code) => BIRTH_PROVINCES.has(code))).toBe(true);
});

describe('a personal identification number', () => {
  test.each([
    ['010090012345', 'male', 1990],
    ['010190012345', 'female', 1990],
    ['010 2 05 012345', 'male', 2005],
    ['010305012345', 'female', 2005],
  ])('%s is of a %s born in %d', (text, sex, birthYear) => {
    const value = { number: text.replaceAll(' ', ''), provinceCode: '010', sex, birthYear };
    expect(parseIdNumber(text)).toEqual({ ok: true, value });
  });

  test.each([
    ['', 'length'],
    ['101234567', 'length'],
    ['0100900123456', 'length'],
    ['01009001234O', 'digits'],
    ['０10090012345', 'digits'],
    ['003090012345', 'province'],
    ['097090012345', 'province'],
    ['010490012345', 'century'],
  ])('%s is refused for its %s', (text, reason) => {
    expect(parseIdNumber(text)).toEqual({ ok: false, reason });
  });

  test('any text gets an answer', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof parseIdNumber(text).ok === 'boolean'));
  });

  test.each([
    [{}, null],
    [{ birthDate: '1990-12-31', sex: 'female' as const }, null],
    [{ birthDate: '1991-01-01' }, 'birthYear'],
    [{ birthDate: '2090-01-01', sex: 'male' as const }, 'birthYear'],
    [{ sex: 'male' as const }, 'sex'],
    [{ birthDate: '1990-02-30' }, null],
  ])('010190012345 against %j: %s', (person, expected) => {
    expect(crossCheck('010190012345', person)).toBe(expected);
  });

  test('an unreadable number contradicts nothing', () => {
    expect(crossCheck('0101', { sex: 'male', birthDate: '1990-01-01' })).toBeNull();
  });
});

describe('the QR of an identity card', () => {
  const parts = [
    '010190012345',
    '063123456',
    'Giàng Thị Mỷ',
    '05031990',
    'Nữ',
    'Thôn Sín Chải, Bắc Hà, Lào Cai',
    '21042022',
  ];
  const value = {
    number: '010190012345',
    oldNumber: '063123456',
    name: 'GIÀNG THỊ MỶ',
    birthDate: '1990-03-05',
    sex: 'female',
    address: 'Thôn Sín Chải, Bắc Hà, Lào Cai',
    issuedOn: '2022-04-21',
  };
  const withPart = (index: number, part: string) => parts.with(index, part).join('|');

  test('has seven fields, or more on newer cards', () => {
    expect(parseIdCardQr(parts.join('|'))).toEqual({ ok: true, value });
    expect(parseIdCardQr([...parts, '', 'Giàng A Páo', 'Vàng Thị Dở'].join('|'))).toEqual({ ok: true, value });
  });

  test('comes out in NFC', () => {
    expect(parseIdCardQr(parts.join('|').normalize('NFD'))).toEqual({ ok: true, value });
  });

  test('may have no old number', () => {
    expect(parseIdCardQr(withPart(1, ''))).toEqual({ ok: true, value: { ...value, oldNumber: null } });
  });

  test.each([
    ['https://example.vn', 'shape'],
    [parts.slice(0, 6).join('|'), 'shape'],
    [withPart(0, '101234567'), 'number'],
    [withPart(2, ''), 'name'],
    [withPart(3, '31021990'), 'day'],
    [withPart(6, '2022'), 'day'],
    [withPart(4, 'Khác'), 'sex'],
  ])('%s is refused', (text, reason) => {
    expect(parseIdCardQr(text)).toEqual({ ok: false, reason });
  });

  test('any text gets an answer', () => {
    fc.assert(fc.property(fc.array(fc.string()), (fields) => typeof parseIdCardQr(fields.join('|')).ok === 'boolean'));
  });
});
