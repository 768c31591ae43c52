import { expect, test } from 'vitest';
import type { Advice } from '#core/guide/walk.ts';
import { procedureOf } from '#tests/support/fill-form.ts';
import { readingOfAdvice } from './reading.ts';

const both = (text: string) => ({ vi: text, en: text });
const birth = procedureOf('1.001193');
const advice: Advice = {
  outcome: { id: 'go', kind: 'do', title: both('Làm hai việc'), text: both('Theo thứ tự. Đừng vội.'), steps: [] },
  steps: [
    { procedure: birth.code, why: both('Để bé có giấy.') },
    { visit: both('Trạm y tế'), why: both('Lấy giấy chứng sinh.'), bring: [both('Căn cước')] },
  ],
  instead: {
    procedure: '9.999999',
    why: both('Nếu ở xa.'),
    national: { name: both('Đăng ký nơi khác'), where: both('Trung tâm') },
  },
  notes: [both('Hỏi cán bộ nếu chưa rõ.')],
  basis: [],
};

test('advice is read in its order, with the names people know', () => {
  const catalogue = { find: (code: string) => (code === birth.code ? birth : null) };
  expect(readingOfAdvice(advice, catalogue, ({ vi }) => vi, { bring: 'Mang theo', instead: 'Hoặc' })).toEqual([
    'Làm hai việc',
    'Theo thứ tự.',
    'Đừng vội.',
    birth.name.vi,
    'Để bé có giấy.',
    'Trạm y tế',
    'Lấy giấy chứng sinh.',
    'Mang theo',
    'Căn cước',
    'Hoặc',
    'Đăng ký nơi khác',
    'Nếu ở xa.',
    'Hỏi cán bộ nếu chưa rõ.',
  ]);
});
