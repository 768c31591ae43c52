import { expect, test } from 'vitest';
import { addressOf, hrefOf, PLACES } from './places.ts';

const read = (href: string) => {
  const { pathname, search } = new URL(href, 'https://banso.example');
  return addressOf({ pathname, search });
};

test('every address reads back as what it was made of', () => {
  for (const place of PLACES) {
    expect(read(hrefOf(place))).toEqual({ place, open: null, page: null });
    expect(read(hrefOf(place, 'id-1'))).toEqual({ place, open: 'id-1', page: null });
    expect(read(hrefOf(place, 'id-1', 3))).toEqual({ place, open: 'id-1', page: 3 });
  }
});

test('an address that names nothing real opens the first queue', () => {
  expect(read('/mot-cua?hang=khong-co')).toEqual({ place: 'toReceive', open: null, page: null });
  expect(read('/mot-cua/x?trang=-1')).toEqual({ place: 'toReceive', open: 'x', page: null });
  expect(read('/mot-cua?trang=2').page).toBeNull();
});
