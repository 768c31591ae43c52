import { expect, test } from 'vitest';
import { highlight } from './highlight.ts';
import { foldWord, piecesOf, soundOf, withinOneEdit, withoutLeftovers } from './words.ts';

test.each([
  ['Mã 1.001193, ngày 01/7/2025', ['Mã', '1.001193', 'ngày', '01', '7', '2025']],
  ['khai sinh'.normalize('NFD'), ['khai', 'sinh']],
  ['QĐ-188/2007', ['QĐ', '188', '2007']],
  [' “A”… ', ['A']],
])('the words of "%s"', (text, words) => {
  expect(piecesOf(text.normalize('NFC')).map((piece) => piece.text)).toEqual(words);
});

test.each([
  ['Đường', 'duong'],
  ['đƣợc', 'duoc'],
  ['1.001193', '1001193'],
])('%s is looked up as %s', (written, word) => {
  expect(foldWord(written)).toBe(word);
});

test.each([
  ['dduwowngf', 'duong'],
  ['duwongf', 'duong'],
  ['nguyeenx', 'nguyen'],
  ['quyeenf', 'quyen'],
  ['giaays', 'giay'],
  ['cuwowcs', 'cuoc'],
  ['d9u7o7ng2', 'duong'],
  ['khai', 'khai'],
  ['thuong', 'thuong'],
  ['sinh', 'sinh'],
  ['xoa', 'xoa'],
  ['truong', 'truong'],
  ['2025', '2025'],
])('%s without what the keyboard left is %s', (typed, word) => {
  expect(withoutLeftovers(typed)).toBe(word);
});

test.each([
  ['tru', 'chu'],
  ['xinh', 'sinh'],
  ['nam', 'lam'],
  ['gia', 'da'],
  ['ky', 'ki'],
  ['thuc', 'thut'],
  ['khang', 'khan'],
  ['nghi', 'ngi'],
])('%s and %s sound alike', (a, b) => {
  expect(soundOf(a)).toBe(soundOf(b));
});

test.each([
  ['sinh', 'sing', true],
  ['sinh', 'sin', true],
  ['sinh', 'snih', true],
  ['sinh', 'sinh', true],
  ['sinh', 'singg', false],
  ['sinh', 'song', false],
  ['', 'a', true],
])('%s and %s within one edit: %s', (a, b, within) => {
  expect(withinOneEdit(a, b)).toBe(within);
  expect(withinOneEdit(b, a)).toBe(within);
});

test('found words are marked, with what stands between neighbours', () => {
  const terms = [
    { word: 'dang', beginning: false },
    { word: 'ky', beginning: false },
    { word: 'si', beginning: true },
  ];
  expect(highlight('Đăng ký (khai sinh)', terms)).toEqual([
    { at: 0, text: 'Đăng ký', found: true },
    { at: 7, text: ' (khai ', found: false },
    { at: 14, text: 'sinh', found: true },
    { at: 18, text: ')', found: false },
  ]);
  expect(highlight('Tách hộ', [])).toEqual([{ at: 0, text: 'Tách hộ', found: false }]);
  expect(highlight('', terms)).toEqual([]);
});
