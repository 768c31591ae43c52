import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Field, Form, OUTSIDE, type Answer, type Answers } from './form.ts';
import { MAX_COMMAND_BYTES } from '#core/sync/messages.ts';
import { utf8Bytes } from '#core/text/bytes.ts';
import { checkField, checkForm, checkPage, unknownAnswers, type Problem } from './validate.ts';
import { applicantName } from './applicant.ts';

const TODAY = '2026-11-21';
const context = { today: TODAY };
const label = { vi: 'Câu hỏi', en: 'Question' };
const options = [
  { value: 'mong', label },
  { value: 'dao', label },
];
const field = (rest: Record<string, unknown>): Field => Field.parse({ id: 'it', label, ...rest });
const check = (rest: Record<string, unknown>, answer: Answer, others: Answers = {}) =>
  checkField(field(rest), { ...others, it: answer }, { ...context, units: new Set(['02905']) });

describe('an unanswered field', () => {
  const blanks: Answer[] = ['', '   ', [], { unit: '', detail: ' ' }];

  test.each(blanks)('%j is blank', (blank) => {
    expect(checkField(field({ type: 'text' }), { it: blank }, context)).toEqual({ key: 'required' });
    expect(checkField(field({ type: 'text', optional: true }), { it: blank }, context)).toBeNull();
  });

  test('a declaration is not confirmed rather than required', () => {
    expect(checkField(field({ type: 'declaration' }), {}, context)).toEqual({ key: 'notConfirmed' });
  });
});

describe('an answer', () => {
  test.each<[Record<string, unknown>, Answer, Problem | null]>([
    [{ type: 'text' }, 'a'.repeat(120), null],
    [{ type: 'text' }, 'a'.repeat(121), { key: 'tooLong', max: 120 }],
    [{ type: 'text', maxLength: 3 }, 'Mường'.normalize('NFD'), { key: 'tooLong', max: 3 }],
    [{ type: 'text', maxLength: 5 }, 'Mường'.normalize('NFD'), null],
    [{ type: 'longText' }, 'a'.repeat(1001), { key: 'tooLong', max: 1000 }],
    [{ type: 'longText' }, 'ơ'.repeat(125_000), { key: 'tooLongToSend', max: 1000 }],
    [{ type: 'longText', maxLength: 500_000 }, 'ế'.repeat(10_922), null],
    [{ type: 'longText', maxLength: 500_000 }, 'ế'.repeat(10_923), { key: 'tooLongToSend', max: 10_922 }],
    [{ type: 'personName' }, 'Giàng A Páo', null],
    [{ type: 'personName' }, 'Giàng 2', { key: 'nameCharacters' }],
    [{ type: 'idNumber' }, '010 190 012345', null],
    [{ type: 'idNumber' }, '01019001234', { key: 'idNumber', reason: 'length' }],
    [{ type: 'date' }, '2026-02-30', { key: 'notADay' }],
    [{ type: 'date', max: 'today' }, TODAY, null],
    [{ type: 'date', max: 'today' }, '2026-11-22', { key: 'dayTooLate', max: TODAY }],
    [{ type: 'date', min: '2026-11-01' }, '2026-10-31', { key: 'dayTooEarly', min: '2026-11-01' }],
    [{ type: 'choice', options }, 'dao', null],
    [{ type: 'choice', options }, 'tay', { key: 'notAnOption' }],
    [{ type: 'choices', options }, ['dao', 'mong'], null],
    [{ type: 'choices', options }, ['dao', 'dao'], { key: 'notAnOption' }],
    [{ type: 'choices', options }, ['tay'], { key: 'notAnOption' }],
    [{ type: 'yesNo' }, false, null],
    [{ type: 'number', min: 1, max: 9 }, 9, null],
    [{ type: 'number', min: 1, max: 9 }, 10, { key: 'numberRange', min: 1, max: 9 }],
    [{ type: 'number', min: 1 }, 0, { key: 'numberRange', min: 1 }],
    [{ type: 'number' }, 1.5, { key: 'notWhole' }],
    [{ type: 'phone' }, '+84 912 345 678', null],
    [{ type: 'phone' }, '12345', { key: 'phone' }],
    [{ type: 'address' }, { unit: '02905', detail: 'Thôn Sín Chải' }, null],
    [{ type: 'address' }, { unit: '', detail: 'Thôn Sín Chải' }, { key: 'unitMissing' }],
    [{ type: 'address' }, { unit: '99999', detail: 'Thôn Sín Chải' }, { key: 'unitMissing' }],
    [{ type: 'address' }, { unit: '02905', detail: ' ' }, { key: 'addressDetailMissing' }],
    [{ type: 'address' }, { unit: '02905', detail: 'a'.repeat(201) }, { key: 'tooLong', max: 200 }],
    [{ type: 'address' }, { unit: OUTSIDE, detail: '43 Tràng Thi, phường Cửa Nam, Hà Nội' }, null],
    [{ type: 'address' }, { unit: OUTSIDE, detail: '\n ' }, { key: 'addressOutsideMissing' }],
    [{ type: 'address' }, { unit: 'Outside', detail: 'Hà Nội' }, { key: 'unitMissing' }],
    [{ type: 'declaration' }, true, null],
    [{ type: 'declaration' }, false, { key: 'notConfirmed' }],
    [{ type: 'declaration', optional: true }, false, null],
  ])('%j with %j gives %j', (rest, answer, expected) => {
    expect(check(rest, answer)).toEqual(expected);
  });

  test.each<[Record<string, unknown>, Answer]>([
    [{ type: 'text' }, 7],
    [{ type: 'personName' }, true],
    [{ type: 'idNumber' }, 10190012345],
    [{ type: 'date' }, 20261121],
    [{ type: 'choice', options }, ['dao']],
    [{ type: 'choices', options }, 'dao'],
    [{ type: 'yesNo' }, 'true'],
    [{ type: 'number' }, '3'],
    [{ type: 'phone' }, 912345678],
    [{ type: 'address' }, '02905'],
    [{ type: 'declaration' }, 'yes'],
  ])('%j refuses %j, which it cannot hold, even when optional', (rest, answer) => {
    expect(check({ ...rest, optional: true }, answer)).not.toBeNull();
  });
});

test('an address outside the province needs its words and no unit of the province, whatever those are', () => {
  const units = fc.uniqueArray(fc.stringMatching(/^\d{5}$/), { maxLength: 5 }).map((codes) => new Set(codes));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 250 }), units, (detail, known) => {
      const problem = checkField(
        field({ type: 'address' }),
        { it: { unit: OUTSIDE, detail } },
        { today: TODAY, units: known },
      );
      const length = detail.normalize('NFC').length;
      if (detail.trim() === '') expect(problem).toEqual({ key: 'addressOutsideMissing' });
      else expect(problem).toEqual(length > 200 ? { key: 'tooLong', max: 200 } : null);
    }),
  );
});

describe('answers beside each other', () => {
  test('a date is bounded by another field once that has a date', () => {
    const married = { type: 'date', min: { field: 'born' } };
    expect(check(married, '1999-01-01', { born: '2000-01-01' })).toEqual({ key: 'dayTooEarly', min: '2000-01-01' });
    expect(check(married, '1999-01-01')).toBeNull();
  });

  test('an identity number is compared with birth date and sex', () => {
    const number = { type: 'idNumber', birthDateField: 'born', sexField: 'sex' };
    expect(check(number, '010190012345', { born: '1990-05-01', sex: 'female' })).toBeNull();
    expect(check(number, '010190012345', { born: '1991-05-01', sex: 'female' })).toEqual({ key: 'idBirthYear' });
    expect(check(number, '010190012345', { born: '1990-05-01', sex: 'male' })).toEqual({ key: 'idSex' });
  });
});

const form = Form.parse({
  pages: [
    {
      id: 'child',
      question: label,
      fields: [
        { id: 'childName', label, type: 'personName' },
        { id: 'hasFather', label, type: 'yesNo' },
      ],
    },
    {
      id: 'father',
      question: label,
      showWhen: { field: 'hasFather', is: true },
      fields: [{ id: 'fatherName', label, type: 'personName', prefill: 'person.name' }],
    },
    { id: 'end', question: label, fields: [{ id: 'truth', label, type: 'declaration' }] },
  ],
});

describe('a form', () => {
  test('names the problems of what is asked, in its order', () => {
    expect(checkForm(form, { hasFather: true, childName: '7' }, context)).toEqual([
      { pageId: 'child', fieldId: 'childName', problem: { key: 'nameCharacters' } },
      { pageId: 'father', fieldId: 'fatherName', problem: { key: 'required' } },
      { pageId: 'end', fieldId: 'truth', problem: { key: 'notConfirmed' } },
    ]);
  });

  test('a wrong answer behind a closed question is no problem', () => {
    const answers = { childName: 'Thào Mỷ', hasFather: false, fatherName: '7', truth: true };
    expect(checkForm(form, answers, context)).toEqual([]);
  });

  test('a page is checked alone', () => {
    expect(checkPage(form.pages[0]!, { childName: 'Thào Mỷ' }, context)).toEqual([
      { fieldId: 'hasFather', problem: { key: 'required' } },
    ]);
  });

  test('keys that no field has are named, hidden fields are known', () => {
    expect(unknownAnswers(form, { fatherName: 'x', constructor: 'x', price: 1 })).toEqual(['constructor', 'price']);
  });
});

describe('the applicant', () => {
  test('is the prefilled name while it is asked, else the first', () => {
    const answers = { childName: 'thào mỷ', hasFather: true, fatherName: ' thào  a sùng ' };
    expect(applicantName(form, answers)).toBe('THÀO A SÙNG');
    expect(applicantName(form, { ...answers, hasFather: false })).toBe('THÀO MỶ');
  });

  test('is nobody while that field is blank', () => {
    expect(applicantName(form, { childName: 'Thào Mỷ', hasFather: true })).toBeNull();
    expect(applicantName(form, {})).toBeNull();
  });
});

test('answers that are too much together are told of the longest, and those that pass fit a command', () => {
  const long: Form = {
    pages: ['one', 'two', 'three', 'four', 'five', 'six'].map((id) => ({
      id,
      question: label,
      fields: [{ id: `${id}Text`, type: 'longText', label, maxLength: 500_000 }],
    })),
  };
  const told = (length: number, longest: number) => {
    const texts = long.pages.map(({ id }) => [`${id}Text`, 'ế'.repeat(id === 'four' ? longest : length)]);
    const answers = Object.fromEntries(texts) as Answers;
    return { problems: checkForm(long, answers, { today: TODAY }), bytes: utf8Bytes(JSON.stringify(answers)) };
  };
  expect(told(9_500, 10_000).problems).toEqual([
    { pageId: 'four', fieldId: 'fourText', problem: { key: 'tooLongToSend', max: 1000 } },
  ]);
  const most = told(9_000, 9_300);
  expect(most.problems).toEqual([]);
  expect(most.bytes).toBeLessThan(MAX_COMMAND_BYTES - 32 * 1024);
});
