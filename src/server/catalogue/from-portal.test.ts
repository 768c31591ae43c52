import { expect, test } from 'vitest';
import { ProcedureRecord } from '#core/procedure/record.ts';
import { portalProcedure } from '#tests/support/portal.ts';
import { recordOf } from './from-portal.ts';
import { PortalProcedure } from './portal.ts';

const record = (detail: Record<string, unknown> = {}) =>
  ProcedureRecord.parse(recordOf(PortalProcedure.parse(portalProcedure('1.001193', detail)), '1.001193'));
const named = (...names: string[]) => names.map((name) => ({ name }));
const paper = (name: string, originalQty: number, copyQty = 0) => ({
  name,
  originalQty,
  copyQty,
  required: true,
  attachments: [],
});

test('a plain procedure maps whole', () => {
  expect(record()).toMatchObject({
    code: '1.001193',
    field: 'Hộ tịch',
    level: 'commune',
    audience: 'person',
    methods: [
      { channels: ['direct', 'online', 'postal'], term: { kind: 'within', count: 3, unit: 'workingDay' }, fees: [] },
    ],
    cases: [{ name: '', documents: [{ name: 'Tờ khai', originals: 1, blanks: ['to-khai.docx'] }] }],
    steps: [{ text: ['Bước 1: Nộp hồ sơ', 'Bước 2: Nhận kết quả'] }],
    legalBases: [{ number: '60/2014/QH13', name: 'Luật Hộ tịch' }],
    results: ['Giấy khai sinh'],
    source: { decision: '1/QĐ-BTP', decidedOn: '2026-01-11', issuer: 'Bộ Tư pháp' },
  });
});

test('TRAP-5 without copies it is a remark and no paper', () => {
  const cases = [{ name: '* Giấy tờ phải nộp:', profileComponents: [paper('Hồ sơ gồm:', 0), paper('Đơn', 1)] }];
  expect(record({ executionCases: cases }).cases).toEqual([
    {
      name: 'Giấy tờ phải nộp:',
      documents: [{ name: 'Đơn', originals: 1, copies: 0, required: true }],
      remarks: ['Hồ sơ gồm:'],
    },
  ]);
});

test('TRAP-6 the flag of full process says nothing when it is not set', () => {
  expect(record().onlineLevel).toBe('unverified');
  expect(record({ isFullProcess: true }).onlineLevel).toBe('full');
  expect(record({ isOfflineOnly: true }).onlineLevel).toBe('inPerson');
  const direct = [
    { submissionMethod: 'DIRECT', processingTime: 1, processingTimeUnit: 'DAY', description: null, fees: [] },
  ];
  expect(record({ executionMethods: direct }).onlineLevel).toBe('inPerson');
});

test('TRAP-7 a case whose term no method says lowers the confidence', () => {
  const cases = [{ name: 'Có yếu tố nước ngoài', processingDay: { qty: 10, type: 'WORKING_DAY' } }];
  expect(record({ cases })).toMatchObject({
    caseTerms: [{ name: 'Có yếu tố nước ngoài', term: { kind: 'within', count: 10 } }],
    confidence: { term: 'low' },
  });
  expect(record().confidence.term).toBe('medium');
});

test('what one way does not say makes nobody doubt what another says', () => {
  const way = (...descriptions: string[]) => ({
    submissionMethod: 'DIRECT',
    processingTime: 1,
    processingTimeUnit: 'DAY',
    description: null,
    fees: descriptions.map((description) => ({ type: 'FEE', value: 0, description })),
  });
  const confidenceOf = (...executionMethods: ReturnType<typeof way>[]) => record({ executionMethods }).confidence.fee;
  expect(confidenceOf(way('Không'), way())).toBe('medium');
  expect(confidenceOf(way(''), way())).toBe('low');
});

test.each([
  ['commune', ['Uỷ ban Nhân dân cấp xã, phường, thị trấn']],
  ['commune', ['Công an cấp Xã']],
  ['commune', ['Sở Nội vụ', 'Ủy ban nhân dân cấp xã']],
  ['commune', ['Cơ sở giáo dục']],
  ['province', ['Chi cục Hải quan khu vực']],
  ['province', ['Thuế cơ sở']],
  ['province', ['Sở Tư pháp tỉnh Tuyên Quang']],
  ['province', ['Bảo hiểm xã hội cấp huyện']],
  ['ministry', ['Cục Hàng không Việt Nam']],
  ['ministry', ['Bộ Tài chính']],
])('TRAP-8 the level %s comes from the offices %j, not from flags', (level, agencies) => {
  expect(record({ isWard: true, departmentsExecuting: named(...agencies) }).level).toBe(level);
});

test('an office that was deleted at the source does not stop the rest', () => {
  expect(
    record({ unitGroupsExecuting: [null], departmentsExecuting: named('UBND cấp xã') }).agencies.executing,
  ).toEqual(['UBND cấp xã']);
});

test('a province’s own procedure names its province', () => {
  expect(record({ departmentPromulgateCode: 'H60.13' }).source.province).toBe('H60');
});
