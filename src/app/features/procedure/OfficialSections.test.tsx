// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { SectionCards, useSections } from './OfficialSections.tsx';

const EVIL = '<img src=x onerror=steal()><script>steal()</script>';
const LONG = Array.from({ length: 20 }, (_, at) => `Đoạn ${at} ${'dài '.repeat(40)}`);

const record = (more: Partial<ProcedureRecord> = {}): ProcedureRecord => ({
  code: '1.001193',
  name: EVIL,
  field: EVIL,
  level: 'commune',
  levels: ['commune'],
  agencies: { executing: [EVIL] },
  audience: 'person',
  applicants: [EVIL],
  methods: [
    {
      channels: ['direct'],
      term: { kind: 'asText', text: EVIL },
      fees: [{ type: 'fee', amount: { kind: 'asText' }, note: EVIL }],
      note: [EVIL, [EVIL]],
    },
  ],
  exemptions: [EVIL],
  caseTerms: [{ name: EVIL, term: { kind: 'asText', text: EVIL } }],
  cases: [
    {
      name: EVIL,
      documents: [{ name: EVIL, originals: 1, copies: 0, required: true }],
      remarks: [EVIL],
    },
  ],
  steps: [{ title: EVIL, text: [EVIL, [EVIL]] }],
  conditions: [EVIL],
  legalBases: [{ number: EVIL, name: EVIL }],
  results: [EVIL],
  onlineLevel: 'full',
  confidence: { fee: 'low', term: 'low' },
  source: {},
  ...more,
});

function Sections({ of }: { of: ProcedureRecord }) {
  return <SectionCards sections={useSections(of)} />;
}
const draw = (of: ProcedureRecord) => render(<Sections of={of} />).container;
const isOpen = (page: HTMLElement, id: string) => page.querySelector<HTMLDetailsElement>(`#${id}`)?.open;

beforeAll(keysAsWords);
afterEach(cleanup);

test('OFFICIAL-1 whatever a source writes is text, in every section', () => {
  const page = draw(record());
  expect(page.querySelectorAll('script, img, [onerror]')).toHaveLength(0);
  // Every text of the record that sections show, once: none was lost either.
  expect((page.textContent ?? '').split(EVIL)).toHaveLength(19);
});

test('TRAP-7 what nobody is sure of says that first, and the source’s words after it', () => {
  const says = (confidence: ProcedureRecord['confidence']) =>
    [...draw(record({ confidence })).querySelectorAll('#thoi-han dd')].map((dd) => dd.textContent);
  expect(says({ fee: 'low', term: 'low' })).toEqual(Array(3).fill(`unverifiedAskofficial.says ${EVIL}`));
  cleanup();
  expect(says({ fee: 'medium', term: 'medium' })).toEqual(Array(3).fill(EVIL));
});

test('papers, terms and steps are open at first, long conditions are not, and are all there', () => {
  const page = draw(record({ conditions: LONG }));
  expect([isOpen(page, 'giay-to'), isOpen(page, 'thoi-han'), isOpen(page, 'cac-buoc')]).toEqual([true, true, true]);
  expect(isOpen(page, 'dieu-kien')).toBe(false);
  for (const paragraph of LONG) expect(page.textContent).toContain(paragraph);
});

test('many cases are shut, so that their names can be looked through', () => {
  const documents = [{ name: 'Tờ khai', originals: 1, copies: 0, required: false }];
  const cases = Array.from({ length: 5 }, (_, at) => ({ name: `Trường hợp ${at}`, documents }));
  const shut = draw(record({ cases })).querySelectorAll('#giay-to details:not([open])');
  expect(shut).toHaveLength(5);
});

test('what a record does not say has no section', () => {
  const page = draw(
    record({ cases: [], steps: [], conditions: [], exemptions: [], results: [], legalBases: [], applicants: [] }),
  );
  expect([...page.querySelectorAll('details[id]')].map(({ id }) => id)).toEqual(['thoi-han']);
});
