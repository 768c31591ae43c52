import { expect, test } from 'vitest';
import { greetingOf } from './greeting.ts';

const person = { name: 'Lý Thị Mẩy' };

test.each([
  ['1971-11-22', 'elderFemale'],
  ['1971-11-23', 'female'],
  ['2008-11-22', 'female'],
  ['2008-11-23', 'plain'],
] as const)('a woman born on %s is greeted as %s', (birthDate, greeting) => {
  expect(greetingOf({ ...person, sex: 'female', birthDate }, '2026-11-22')).toBe(greeting);
});

test('an old man is "ông", a younger one "anh"', () => {
  expect(greetingOf({ ...person, sex: 'male', birthDate: '1950-01-01' }, '2026-11-22')).toBe('elderMale');
  expect(greetingOf({ ...person, sex: 'male', birthDate: '1990-01-01' }, '2026-11-22')).toBe('male');
});

test('what is not known is not guessed', () => {
  expect(greetingOf({ ...person, sex: 'male' }, '2026-11-22')).toBe('plain');
  expect(greetingOf({ ...person, birthDate: '1950-01-01' }, '2026-11-22')).toBe('plain');
});
