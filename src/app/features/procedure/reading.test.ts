import { expect, test } from 'vitest';
import type { Procedure } from '#core/procedure/procedure.ts';
import { readingOf } from './reading.ts';

const both = (text: string) => ({ vi: text, en: text });
const procedure = {
  name: both('Khai sinh'),
  summary: both('Làm giấy cho bé. Nên làm sớm.'),
  whoMayApply: both('Cha hoặc mẹ.'),
  documents: [{ name: both('Giấy chứng sinh'), note: both('Trạm y tế cấp.') }],
  steps: [{ title: both('Điền tờ khai') }],
  where: both('Trung tâm.'),
  confidence: { documents: 'high' },
} as unknown as Procedure;
const words = { papers: 'Cần chuẩn bị', steps: 'Các bước', where: 'Nơi nộp' };

test('reads a sentence at a time', () => {
  expect(readingOf(procedure, ({ vi }) => vi, words)).toEqual([
    'Khai sinh',
    'Làm giấy cho bé.',
    'Nên làm sớm.',
    'Cha hoặc mẹ.',
    'Cần chuẩn bị',
    'Giấy chứng sinh',
    'Trạm y tế cấp.',
    'Các bước',
    'Điền tờ khai',
    'Nơi nộp',
    'Trung tâm.',
  ]);
});

test('papers that are not verified are not read out as if they were', () => {
  const unsure = { ...procedure, confidence: { ...procedure.confidence, documents: 'low' as const } };
  expect(readingOf(unsure, ({ vi }) => vi, words)).not.toContain('Giấy chứng sinh');
});
