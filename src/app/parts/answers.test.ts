import { expect, test } from 'vitest';
import type { Answers, Form } from '#core/form/form.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { answerGroups, type AnswerWords } from './answers.ts';

const said = (vi: string) => ({ vi, en: vi });
const form: Form = {
  pages: [
    {
      id: 'child',
      question: said('Bé tên gì?'),
      fields: [
        { id: 'childName', type: 'personName', label: said('Tên bé') },
        { id: 'childBirth', type: 'date', label: said('Ngày sinh') },
        {
          id: 'sex',
          type: 'choice',
          label: said('Giới tính'),
          options: [
            { value: 'f', label: said('Nữ') },
            { value: 'm', label: said('Nam') },
          ],
        },
      ],
    },
    {
      id: 'home',
      question: said('Ở đâu?'),
      fields: [
        { id: 'home', type: 'address', label: said('Nơi ở') },
        { id: 'same', type: 'yesNo', label: said('Cùng nhà') },
        { id: 'why', type: 'text', label: said('Vì sao'), showWhen: { field: 'same', is: false } },
        { id: 'copies', type: 'number', label: said('Số bản'), unit: said('bản') },
        { id: 'truth', type: 'declaration', label: said('Cam đoan') },
      ],
    },
  ],
};
const procedure = { form } as Procedure;
const words: AnswerWords = {
  text: ({ vi }) => vi,
  yes: 'Có',
  no: 'Không',
  confirmed: 'Đã cam đoan',
  unitName: () => 'xã Tả Van',
};
const answers: Answers = {
  childName: 'GIÀNG THỊ DUA',
  childBirth: '2026-11-03',
  sex: 'f',
  home: { unit: '03037', detail: 'thôn Tả Chải' },
  same: true,
  copies: 2,
  truth: true,
};
const shown = (of: Procedure | null, given: Answers) =>
  answerGroups(of, given, words).map(({ question, rows }) => [question, rows.map(({ value }) => value)]);

test('answers stand in words under the questions that asked for them', () => {
  expect(shown(procedure, answers)).toEqual([
    ['Bé tên gì?', ['GIÀNG THỊ DUA', '03/11/2026', 'Nữ']],
    ['Ở đâu?', ['thôn Tả Chải, xã Tả Van', 'Có', '2 bản', 'Đã cam đoan']],
  ]);
});

test('what today’s form does not know is listed, never hidden', () => {
  expect(shown(procedure, { childName: 'A', oldField: 'cũ' })).toEqual([
    ['Bé tên gì?', ['A']],
    ['', ['cũ']],
  ]);
  expect(shown(null, { anything: ['a', 'b'] })).toEqual([['', ['a, b']]]);
  expect(shown(null, {})).toEqual([]);
});

test('an answer that today’s field cannot hold reads as it is', () => {
  expect(shown(procedure, { childBirth: 'tháng ba', sex: 'x' })).toEqual([['Bé tên gì?', ['tháng ba', 'x']]]);
});
