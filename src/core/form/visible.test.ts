import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Procedure } from '#core/procedure/procedure.ts';
import { Form, type Answers, type Condition } from './form.ts';
import { holds, visibleAnswers, visibleDocuments, visibleFields, visiblePages } from './visible.ts';

const label = { vi: 'Câu hỏi', en: 'Question' };
const text = (id: string, showWhen?: Condition) => ({
  id,
  label,
  type: 'text' as const,
  ...(showWhen && { showWhen }),
});
const yesNo = (id: string, showWhen?: Condition) => ({
  id,
  label,
  type: 'yesNo' as const,
  ...(showWhen && { showWhen }),
});

const form = Form.parse({
  pages: [
    { id: 'couple', question: label, fields: [yesNo('married'), text('spouse', { field: 'married', is: true })] },
    {
      id: 'wedding',
      question: label,
      showWhen: { field: 'married', is: true },
      fields: [yesNo('abroad'), text('country', { field: 'abroad', is: true })],
    },
    { id: 'papers', question: label, fields: [text('translator', { field: 'country', is: 'Lào' })] },
    { id: 'end', question: label, fields: [text('note', { not: { field: 'abroad', is: true } })] },
  ],
});

const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe('holds', () => {
  const answers: Answers = { kind: 'a', many: ['a', 'b'], sure: false, copies: 3, home: { unit: '02905', detail: '' } };

  test.each<[Condition, boolean]>([
    [{ field: 'kind', is: 'a' }, true],
    [{ field: 'kind', is: 'b' }, false],
    [{ field: 'kind', in: ['b', 'a'] }, true],
    [{ field: 'many', is: 'b' }, true],
    [{ field: 'many', in: ['c'] }, false],
    [{ field: 'sure', is: false }, true],
    [{ field: 'sure', is: 'false' }, false],
    [{ field: 'copies', is: '3' }, true],
    [{ field: 'home', in: ['02905'] }, true],
    [{ field: 'missing', is: false }, false],
    [{ not: { field: 'missing', is: false } }, true],
    [
      {
        all: [
          { field: 'kind', is: 'a' },
          { field: 'sure', is: true },
        ],
      },
      false,
    ],
    [
      {
        any: [
          { field: 'kind', is: 'z' },
          { field: 'sure', is: false },
        ],
      },
      true,
    ],
    [{ field: 'constructor', is: 'Object' }, false],
  ])('%j is %s', (condition, expected) => {
    expect(holds(condition, answers)).toBe(expected);
  });
});

describe('what is asked', () => {
  test('nothing that depends on an answer before it is given', () => {
    expect(idsOf(visiblePages(form, {}))).toEqual(['couple', 'end']);
    expect(idsOf(visibleFields(form.pages[0]!, {}))).toEqual(['married']);
  });

  test('a hidden answer opens nothing, however long the chain', () => {
    const stale: Answers = { married: false, spouse: 'Lý', abroad: true, country: 'Lào', translator: 'Páo', note: 'x' };
    expect(idsOf(visiblePages(form, stale))).toEqual(['couple', 'end']);
    expect(visibleAnswers(form, stale)).toEqual({ married: false, note: 'x' });
  });

  test('a page without visible fields is not a page', () => {
    expect(idsOf(visiblePages(form, { married: true, abroad: false }))).toEqual(['couple', 'wedding', 'end']);
    expect(idsOf(visiblePages(form, { married: true, abroad: true, country: 'Lào' }))).toEqual([
      'couple',
      'wedding',
      'papers',
    ]);
  });

  test('within a page a hidden field’s answer does not count either', () => {
    const page = Form.parse({
      pages: [
        {
          id: 'p',
          question: label,
          fields: [yesNo('a'), yesNo('b', { field: 'a', is: true }), text('c', { field: 'b', is: true })],
        },
      ],
    }).pages[0]!;
    expect(idsOf(visibleFields(page, { a: false, b: true }))).toEqual(['a']);
    expect(idsOf(visibleFields(page, { a: true, b: true }))).toEqual(['a', 'b', 'c']);
  });

  test('settled answers stay settled, and belong to visible fields only', () => {
    const answers = fc.record(
      {
        married: fc.boolean(),
        spouse: fc.string(),
        abroad: fc.boolean(),
        country: fc.constantFrom('Lào', 'Trung Quốc'),
        translator: fc.string(),
        note: fc.string(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(answers, (given) => {
        const once = visibleAnswers(form, given);
        expect(visibleAnswers(form, once)).toEqual(once);
        expect(visiblePages(form, once)).toEqual(visiblePages(form, given));
        const asked = new Set(visiblePages(form, given).flatMap((page) => idsOf(visibleFields(page, once))));
        expect(Object.keys(once).every((id) => asked.has(id))).toBe(true);
      }),
    );
  });
});

describe('which papers are asked for', () => {
  const documents: Procedure['documents'] = [
    { id: 'idCard', name: label, how: 'show', required: true },
    { id: 'permit', name: label, how: 'photo', required: true, showWhen: { field: 'abroad', is: true } },
  ];
  const procedure = (withForm: boolean) => ({ documents, ...(withForm && { form }) }) as Procedure;

  test('a hidden answer asks for no paper', () => {
    expect(idsOf(visibleDocuments(procedure(true), { married: true, abroad: true }))).toEqual(['idCard', 'permit']);
    expect(idsOf(visibleDocuments(procedure(true), { married: false, abroad: true }))).toEqual(['idCard']);
  });

  test('without a form every paper is listed', () => {
    expect(idsOf(visibleDocuments(procedure(false), {}))).toEqual(['idCard', 'permit']);
  });
});
