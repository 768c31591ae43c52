import { expect, test } from 'vitest';
import { isPhone, normalisePhone } from './phone.ts';

test.each([
  ['0912345678', '0912345678'],
  ['091 234-56.78', '0912345678'],
  ['+84 912 345 678', '0912345678'],
  ['84912345678', '0912345678'],
  ['0084912345678', '0912345678'],
  ['(0214) 3 820 123', '02143820123'],
  ['+84 214 3820 123', '02143820123'],
])('%s is the phone %s', (text, expected) => {
  expect(normalisePhone(text)).toBe(expected);
  expect(isPhone(text)).toBe(true);
});

test.each(['', '912345678', '0123456789', '09123456789', '091234567', '0912345abc', '+856 20 5551 2345', '113'])(
  '"%s" is no phone',
  (text) => {
    expect(isPhone(text)).toBe(false);
  },
);
