import { expect, test } from 'vitest';
import { loadContent } from './content.ts';

const content = loadContent({ province: 'lao-cai' });
const NOW = Date.parse('2026-11-21T03:00:00Z');

test('a decision rests on the procedure at its own version and on the unit as it is', () => {
  const ground = content.ground('1.001193', 1, '02680', NOW);
  expect(ground.procedure?.code).toBe('1.001193');
  expect(ground.unit).toMatchObject({ mountain: true });
  expect(ground.units.has('02680')).toBe(true);
  expect(ground.calendar.holidays.has('2026-01-01')).toBe(true);
  expect(content.ground('1.001193', 99, '02680', NOW).procedure).toBeNull();
  expect(content.ground('9.999999', 1, '00000', NOW)).toMatchObject({ procedure: null, unit: null });
});

test('every unit has a prefix of its own', () => {
  const prefixes = [...content.units.keys()].map((unit) => content.unitPrefix(unit));
  expect(new Set(prefixes).size).toBe(prefixes.length);
});

test('a province without data stops the start', () => {
  expect(() => loadContent({ province: 'nowhere' })).toThrow('nowhere');
});

test.each([
  ['lao-cai', 'H38', 99, ['Xã Bản Phiệt', 'Lào Cai']],
  ['tuyen-quang', 'H60', 124, ['Phường Minh Khai', 'Hà Giang 2']],
  ['can-tho', 'H13', 103, ['Phường Cái Khế', 'Cái Khế']],
])(
  '%s is a profile of its own, and every commune of before leads to a unit of today',
  (province, prefix, count, [old, now]) => {
    const { province: profile, units, former } = loadContent({ province });
    expect([profile.dossierPrefix, units.size]).toEqual([prefix, count]);
    expect(former.length).toBeGreaterThan(count);
    for (const { to } of former) expect(units.has(to)).toBe(true);
    expect(former.filter(({ name }) => name === old).map(({ to }) => units.get(to)?.name)).toContain(now);
  },
);
