import { expect, test } from 'vitest';
import { changesSince, lookAt, withLook, type Look } from './look.ts';
import type { ProcedureRecord } from './record.ts';

const sha256 = async (text: string) =>
  [...text]
    .reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 2 ** 32, 7)
    .toString(16)
    .padEnd(64, '0');
const record = (more: Partial<ProcedureRecord> = {}): ProcedureRecord => ({
  code: '1.001193',
  name: 'Đăng ký khai sinh',
  field: 'Hộ tịch',
  level: 'commune',
  levels: ['commune'],
  agencies: { executing: [] },
  audience: 'person',
  applicants: ['Công dân'],
  methods: [{ channels: ['direct'], term: { kind: 'within', count: 3, unit: 'workingDay' }, fees: [fee(8_000)] }],
  exemptions: [],
  cases: [{ name: '', documents: [paper('Tờ khai')] }],
  steps: [{ text: ['Nộp hồ sơ'] }],
  conditions: [],
  legalBases: [{ number: '60/2014/QH13' }],
  results: ['Giấy khai sinh'],
  onlineLevel: 'partial',
  confidence: { fee: 'high', term: 'high' },
  source: {},
  ...more,
});
const fee = (amount: number) => ({ type: 'fee', amount: { kind: 'fixed', amount, currency: 'VND' } }) as const;
const paper = (name: string) => ({ name, originals: 1, copies: 0, required: true });
const look = async (one: ProcedureRecord, rev: number): Promise<Look> =>
  await lookAt({ code: one.code, rev, record: one }, 5, sha256);
const changes = async (before: ProcedureRecord, after: ProcedureRecord, rev = 2) =>
  changesSince(await look(before, 1), await look(after, rev), after);

test('says what changed by field, old beside new', async () => {
  const after = record({
    name: 'Khai sinh',
    methods: [{ channels: ['direct'], term: { kind: 'unverified' }, fees: [fee(10_000)] }],
    cases: [{ name: '', documents: [paper('Giấy chứng sinh')] }],
    onlineLevel: 'full',
    steps: [{ text: ['Nộp hồ sơ', 'Nhận kết quả'] }],
  });
  expect(await changes(record(), after)).toEqual([
    { field: 'name', kind: 'text', before: 'Đăng ký khai sinh', after: 'Khai sinh' },
    { field: 'fees', kind: 'fees', before: [fee(8_000)], after: [fee(10_000)] },
    {
      field: 'terms',
      kind: 'terms',
      before: [{ kind: 'within', count: 3, unit: 'workingDay' }],
      after: [{ kind: 'unverified' }],
    },
    { field: 'cases', kind: 'items', added: ['Giấy chứng sinh'], removed: ['Tờ khai'] },
    { field: 'steps', kind: 'long' },
    { field: 'onlineLevel', kind: 'online', before: 'partial', after: 'full' },
  ]);
});

test('nothing is said of the same revision, nor of who announced it', async () => {
  expect(await changes(record(), record({ name: 'Khai sinh' }), 1)).toEqual([]);
  expect(await changes(record(), record({ source: { decision: '1/QĐ' } }))).toEqual([]);
});

test('a long part is kept as its hash, and a change in it is still noticed', async () => {
  const before = record({ results: ['a'.repeat(900)] });
  expect((await look(before, 1)).parts['results']).toMatch(/^#[\da-f]{24}$/);
  expect(await changes(before, record({ results: ['b'.repeat(900)] }))).toEqual([{ field: 'results', kind: 'long' }]);
  expect(await changes(before, record({ results: ['a'.repeat(900)] }))).toEqual([]);
});

test('a look that no longer reads as one says that something changed, and not what', async () => {
  const [before, after] = [await look(record(), 1), record({ results: [] })];
  const broken = { ...before, parts: { ...before.parts, results: '{"x"' } };
  expect(changesSince(broken, await look(after, 2), after)).toEqual([{ field: 'results', kind: 'long' }]);
});

test('the oldest looks go, but not those at favourites', async () => {
  let looks: readonly Look[] = [];
  for (let n = 0; n < 80; n += 1) {
    looks = withLook(looks, { ...(await look(record(), 1)), code: `1.${n}` }, new Set(['1.3']));
  }
  expect(looks).toHaveLength(61);
  expect(looks[0]?.code).toBe('1.79');
  expect(looks.at(-1)?.code).toBe('1.3');
  expect(withLook(looks, looks[5] as Look, new Set(['1.3']))).toHaveLength(61);
});
