import { expect, test } from 'vitest';
import { lengthOf, partsIn, splitList, splitText, stepAtHead, unbulleted } from './longText.ts';

const paragraph = (letter: string) => letter.repeat(300);

test('a short text stays whole, and so does one whose rest would be a line or two', () => {
  expect(splitText(['Nộp hồ sơ', ['một', 'hai']])).toEqual({ shown: ['Nộp hồ sơ', ['một', 'hai']], rest: [] });
  const nearly = [paragraph('a'), paragraph('b'), paragraph('c'), 'ngắn'];
  expect(splitText(nearly)).toEqual({ shown: nearly, rest: [] });
});

test('a long text is split between paragraphs, inside lists too, and nothing is lost', () => {
  const text = [paragraph('a'), [paragraph('b'), paragraph('c'), paragraph('d')], paragraph('e'), paragraph('f')];
  const { shown, rest } = splitText(text);
  expect(shown).toEqual([paragraph('a'), [paragraph('b'), paragraph('c')]]);
  expect(rest).toEqual([[paragraph('d')], paragraph('e'), paragraph('f')]);
  expect([...shown, ...rest].flat()).toEqual(text.flat());
  expect(lengthOf(text)).toBe(1_800);
  expect(partsIn(rest)).toBe(3);
});

test('one paragraph of any length is shown', () => {
  expect(splitText(['x'.repeat(5_000)]).shown).toHaveLength(1);
});

test('a list is cut only when what is left is worth it', () => {
  expect(splitList([1, 2, 3, 4], 3)).toEqual([[1, 2, 3, 4], []]);
  expect(splitList([1, 2, 3, 4, 5, 6], 3)).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
});

test('the dash of the source goes, a dash in a word and a number below zero stay', () => {
  expect(unbulleted('- Tờ khai')).toBe('Tờ khai');
  expect(unbulleted('+ Bản sao')).toBe('Bản sao');
  expect(unbulleted('Mẫu A-1')).toBe('Mẫu A-1');
  expect(unbulleted('-5 độ')).toBe('-5 độ');
  expect(unbulleted('-')).toBe('-');
});

test('a step is found at the head of a paragraph', () => {
  expect(stepAtHead('Bước 1: Nộp')).toEqual(['Bước 1:', ' Nộp']);
  expect(stepAtHead('- Bước 2.1. Xem')).toEqual(['- Bước 2.1.', ' Xem']);
  expect(stepAtHead('Các bước sau')).toEqual(['', 'Các bước sau']);
});
