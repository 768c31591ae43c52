import { expect, test } from 'vitest';
import { instantAt } from '#core/calendar/day.ts';
import { describeDay, formatDay, formatShortDay, formatTime } from './when.ts';

test('the time is Vietnam’s', () => {
  expect(formatTime(instantAt('2026-11-21', 14) + 5 * 60_000)).toBe('14:05');
  expect(formatTime(instantAt('2026-11-21', 0))).toBe('00:00');
  expect(formatTime(instantAt('2026-11-21', 0) - 1)).toBe('23:59');
});

test('days are written day first', () => {
  expect(formatDay('2026-11-28')).toBe('28/11/2026');
  expect(formatShortDay('2026-11-08')).toBe('08/11');
});

test.each([
  ['2027-01-01', { kind: 'today' }],
  ['2026-12-31', { kind: 'yesterday' }],
  ['2026-12-30', { kind: 'day', text: '30/12/2026' }],
  ['2027-01-02', { kind: 'day', text: '02/01' }],
])('%s beside New Year 2027', (day, expected) => {
  expect(describeDay(day, '2027-01-01')).toEqual(expected);
});
