import { expect, test } from 'vitest';
import { line, structured } from './structured.ts';

test('lines are paragraphs, and bullets beside each other are one list', () => {
  expect(structured('Nộp hồ sơ:\n- Tờ khai\n + Bản sao\n\uf0fc Ảnh\n\nNhận kết quả.\t')).toEqual([
    'Nộp hồ sơ:',
    ['Tờ khai', 'Bản sao', 'Ảnh'],
    'Nhận kết quả.',
  ]);
});

test('markup becomes text, and what is a script, a style or an attribute goes', () => {
  const html =
    '<p onclick="steal()">Một &amp; hai</p><script>steal()</script><style>p{}</style><ul><li>Ba<li>Bốn</ul><img src=x onerror=steal()><a href="javascript:steal()">năm</a><br>sáu';
  expect(structured(html)).toEqual(['Một & hai', ['Ba', 'Bốn'], 'năm', 'sáu']);
});

test('what only looks like markup after reading stays text', () => {
  expect(structured('&lt;script&gt;alert(1)&lt;/script&gt;')).toEqual(['<script>alert(1)</script>']);
});

test('a sign of comparison is no tag', () => {
  expect(structured('tàu < 500 GT và a<b, c > d')).toEqual(['tàu < 500 GT và a<b, c > d']);
});

test('an unclosed tag, comment or script swallows nothing before it', () => {
  expect(structured('Đầu<script>alert(1)')).toEqual(['Đầu']);
  expect(structured('Đầu<!-- cuối')).toEqual(['Đầu']);
  expect(structured('Đầu<p>giữa<b')).toEqual(['Đầu', 'giữa']);
});

test('texts are NFC, without invisible and private characters', () => {
  expect(line('Hộ\u00a0\u00a0tịch\u200e\u0000 \ue123'.normalize('NFD'))).toBe('Hộ tịch'.normalize('NFC'));
});

test('thousands of nested tags are read in one pass', () => {
  expect(structured(`${'<div>'.repeat(20_000)}sâu${'</div>'.repeat(20_000)}`)).toEqual(['sâu']);
});
