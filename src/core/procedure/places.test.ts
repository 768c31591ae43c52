import { expect, test } from 'vitest';
import { findPlaces } from './places.ts';
import type { Commune, FormerCommune } from './province.ts';

const commune = (code: string, name: string, type: Commune['type'] = 'xã') => ({ code, name, type }) as Commune;
const communes = [
  commune('00001', 'Tả Van'),
  commune('00002', 'Bảo Thắng'),
  commune('00003', 'Sa Pa', 'phường'),
  commune('00004', 'Bản Lầu'),
];
const before = (name: string, to: string, district = 'Huyện Bảo Thắng'): FormerCommune => ({
  code: null,
  name,
  district,
  province: 'Tỉnh Lào Cai',
  to,
});
const former = [
  before('Xã Bản Phiệt', '00002'),
  before('Thị trấn Phố Lu', '00002'),
  before('Xã Tả Van', '00001', 'Thị xã Sa Pa'),
  before('Xã Bản Cầm', '00002'),
  before('Xã Bản Cầm', '00004'),
];
const found = (typed: string) =>
  findPlaces(communes, former, typed).map((place) => [place.former?.name ?? null, place.commune.name]);

test('finds the commune of today by the name it had before, without marks', () => {
  expect(found('ban phiet')).toEqual([['Xã Bản Phiệt', 'Bảo Thắng']]);
  expect(found('phố lu')).toEqual([['Thị trấn Phố Lu', 'Bảo Thắng']]);
});

test('a commune that was divided leads to each of its parts', () => {
  expect(found('bản cầm')).toEqual([
    ['Xã Bản Cầm', 'Bảo Thắng'],
    ['Xã Bản Cầm', 'Bản Lầu'],
  ]);
});

test('one that kept its name is named once', () => {
  expect(found('ta van')).toEqual([[null, 'Tả Van']]);
});

test('today comes before what is gone, and what begins with the words before what has them', () => {
  expect(found('ban')).toEqual([
    [null, 'Bản Lầu'],
    ['Xã Bản Cầm', 'Bảo Thắng'],
    ['Xã Bản Cầm', 'Bản Lầu'],
    ['Xã Bản Phiệt', 'Bảo Thắng'],
  ]);
});

test('nothing typed is every commune of today by name; nonsense is none', () => {
  expect(found('').map(([, name]) => name)).toEqual(['Bản Lầu', 'Bảo Thắng', 'Sa Pa', 'Tả Van']);
  expect(found('xyz')).toEqual([]);
});
