import { expect, test } from 'vitest';
import type { Form } from '#core/form/form.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { peopleOf } from './people.ts';

const said = (vi: string) => ({ vi, en: vi });
const form: Form = {
  pages: [
    {
      id: 'child',
      question: said('Bé tên gì?'),
      fields: [{ id: 'childName', type: 'personName', label: said('Tên bé') }],
    },
    {
      id: 'applicant',
      question: said('Bà con là ai?'),
      fields: [{ id: 'name', type: 'personName', label: said('Họ, chữ đệm, tên') }],
    },
  ],
};
const procedure = { form } as Procedure;
const answers = { childName: 'GIÀNG THỊ DUA', name: 'LÝ THỊ MẨY' };

test('the people of a dossier are named once, without the applicant', () => {
  expect(peopleOf(procedure, answers, 'LÝ THỊ MẨY', 'vi')).toEqual([{ label: 'Bé tên gì?', value: 'GIÀNG THỊ DUA' }]);
  expect(peopleOf(procedure, { childName: 'LÝ THỊ MẨY' }, 'LÝ THỊ MẨY', 'vi')).toEqual([]);
});
