import { describe, expect, test } from 'vitest';
import { exemptionsIn, feeOf } from './fees.ts';
import { termOf } from './terms.ts';

const fee = (value: number | null, description = '', currencyName: string | null = null) =>
  feeOf({ type: 'FEE', value, description, currencyName }).amount;

describe('TRAP-1 an amount of 0 without words is not free', () => {
  test.each([0, null])('%s alone is unverified', (value) => expect(fee(value)).toEqual({ kind: 'unverified' }));
  test.each(['Không', 'Không có.', '- Không có', 'Miễn phí', 'Miễn lệ phí', 'Không thu phí', 'Lệ phí: Không'])(
    'with "%s" it is free',
    (text) => expect(fee(0, text)).toEqual({ kind: 'free' }),
  );
  test.each([
    'Không quy định',
    'Chưa quy định',
    'Miễn lệ phí cho người thuộc hộ nghèo',
    'Theo quy định của Bộ Tài chính',
    'Phí thẩm định',
  ])('with "%s" only the words are shown', (text) => expect(fee(0, text)).toEqual({ kind: 'asText' }));
});

describe('TRAP-2 a number its own words contradict is no fact', () => {
  test('thousands written short', () => {
    expect(fee(20, '20.000 đ/tờ khai')).toEqual({ kind: 'asText' });
    expect(fee(20)).toEqual({ kind: 'unverified' });
  });
  test('another amount, or several, in the words', () => {
    expect(fee(50_000, '25.000.000đ/giấy thông hành')).toEqual({ kind: 'asText' });
    expect(fee(100_000, 'Cấp mới 100.000 đồng; cấp lại 50.000 đồng')).toEqual({ kind: 'asText' });
  });
  test('the same amount in the words', () => {
    expect(fee(10_000, 'thu 10.000 đồng/lần đăng ký')).toEqual({ kind: 'fixed', amount: 10_000, currency: 'VND' });
  });
  test('dollars have no thousands', () => {
    expect(fee(10, '/lần', 'USD')).toEqual({ kind: 'fixed', amount: 10, currency: 'USD' });
  });
});

test.each([
  'Do Hội đồng nhân dân cấp tỉnh quy định.',
  'Mức lệ phí (nếu có) theo quyết định của Hội đồng nhân dân cấp tỉnh.',
  'do Uỷ ban nhân dân cấp tỉnh quy định',
])('TRAP-3 what the province sets is never a printed number: %s', (text) => {
  expect(fee(8_000, text)).toEqual({ kind: 'byProvince' });
});

test('exemptions are whole sentences, each once', () => {
  const text = 'Lệ phí 8.000 đồng. Miễn lệ phí cho người thuộc hộ nghèo, người khuyết tật. Nộp tại quầy.';
  expect(exemptionsIn([text, text])).toEqual(['Miễn lệ phí cho người thuộc hộ nghèo, người khuyết tật.']);
});

describe('TRAP-4 a number with the unit OTHER is no count of days', () => {
  test('only words tell', () => {
    expect(termOf(1, 'OTHER', '')).toEqual({ kind: 'unverified' });
    expect(termOf('Theo mô tả', 'OTHER', '')).toEqual({ kind: 'unverified' });
    expect(termOf(0, 'OTHER', 'Ngay trong ngày')).toEqual({ kind: 'asText', text: 'Ngay trong ngày' });
    expect(termOf('Không quá 10 ngày', 'OTHER', '')).toEqual({ kind: 'asText', text: 'Không quá 10 ngày' });
  });
  test('known units are terms, half days too', () => {
    expect(termOf(0.5, 'DAY', '')).toEqual({ kind: 'within', count: 0.5, unit: 'day' });
    expect(termOf(3, 'WORKING_DAY', '')).toEqual({ kind: 'within', count: 3, unit: 'workingDay' });
    expect(termOf(0, 'DAY', '')).toEqual({ kind: 'unverified' });
  });
});
