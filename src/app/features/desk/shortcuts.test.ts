import { expect, test } from 'vitest';
import { shortcutOf, type KeyPress } from './shortcuts.ts';

const press = (key: string, more: Partial<KeyPress> = {}) =>
  shortcutOf({ key, taken: false, focus: 'list', viewer: false, ...more });

test('letters are the desk’s only while nobody types', () => {
  expect(press('j')).toEqual({ do: 'next' });
  expect(press('K')).toEqual({ do: 'previous' });
  expect(press('/', { focus: 'elsewhere' })).toEqual({ do: 'search' });
  for (const key of ['j', '/', '?', 'a', '1', 'ArrowDown']) expect(press(key, { focus: 'typing' })).toBeNull();
  expect(press('Escape', { focus: 'typing' })).toEqual({ do: 'back' });
});

test('a key with Ctrl, Alt or Meta, or in the middle of a composed letter, is somebody else’s', () => {
  expect(press('r', { taken: true, viewer: true })).toBeNull();
  expect(press('Escape', { taken: true })).toBeNull();
});

test('arrows walk the list from the list alone, and turn pages in the viewer', () => {
  expect(press('ArrowDown')).toEqual({ do: 'next' });
  expect(press('ArrowDown', { focus: 'elsewhere' })).toBeNull();
  expect(press('ArrowRight')).toBeNull();
  expect(press('ArrowRight', { viewer: true, focus: 'elsewhere' })).toEqual({ do: 'nextPage' });
  expect(press('ArrowDown', { viewer: true })).toBeNull();
});

test('digits lead to the queues by their place', () => {
  expect(press('1')).toEqual({ do: 'queue', at: 0 });
  expect(press('8')).toEqual({ do: 'queue', at: 7 });
  expect(press('9')).toBeNull();
  expect(press('0', { viewer: true })).toEqual({ do: 'fit' });
});
