import { describe, expect, test } from 'vitest';
import { procedureOf } from '#tests/support/fill-form.ts';
import { changesSince, lookAt, withLook, type Look, type Seen } from './look.ts';
import { inProvince, procedureInProvince, type Overlay } from './overlay.ts';
import type { Procedure } from './procedure.ts';
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
const seen = (one: ProcedureRecord | null, rev: number, ours: Procedure | null = null): Seen => ({
  code: '1.001193',
  rev,
  record: one,
  ours,
});
const lookOf = async (one: Seen, before: Look | null = null): Promise<Look> => await lookAt(one, before, 5, sha256);
const look = async (one: ProcedureRecord, rev: number): Promise<Look> => await lookOf(seen(one, rev));
const changesOf = async (before: Seen, after: Seen) => {
  const was = await lookOf(before);
  return changesSince(was, await lookOf(after, was), after);
};
const changes = async (before: ProcedureRecord, after: ProcedureRecord) =>
  await changesOf(seen(before, 1), seen(after, 2));

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

test('nothing is said of who announced it, nor of a new revision that reads the same', async () => {
  expect(await changes(record(), record())).toEqual([]);
  expect(await changes(record(), record({ source: { decision: '1/QĐ' } }))).toEqual([]);
});

test('a long part is kept as its hash, and a change in it is still noticed', async () => {
  const before = record({ results: ['a'.repeat(900)] });
  expect((await look(before, 1)).parts['results']).toMatch(/^#[\da-f]{24}$/);
  expect(await changes(before, record({ results: ['b'.repeat(900)] }))).toEqual([{ field: 'results', kind: 'long' }]);
  expect(await changes(before, record({ results: ['a'.repeat(900)] }))).toEqual([]);
});

test('what nobody was sure of is no fact in a change either', async () => {
  const unsure = { fee: 'low', term: 'low' } as const;
  const three = [{ kind: 'within', count: 3, unit: 'workingDay' }];
  expect(await changes(record({ confidence: unsure }), record())).toEqual([
    { field: 'fees', kind: 'fees', before: [{ type: 'fee', amount: { kind: 'unverified' } }], after: [fee(8_000)] },
    { field: 'terms', kind: 'terms', before: [{ kind: 'unverified' }], after: three },
  ]);
  expect(await changes(record(), record({ confidence: unsure }))).toMatchObject([
    { before: [fee(8_000)], after: [{ amount: { kind: 'unverified' } }] },
    { before: three, after: [{ kind: 'unverified' }] },
  ]);
});

describe('of a procedure in our own words', () => {
  const birth = procedureOf('1.001193');
  const [first] = birth.documents;
  const newer: Procedure = {
    ...birth,
    version: 2,
    fee: { kind: 'fixed', amount: 8_000 },
    deadline: { kind: 'workingDays', days: 2 },
    documents: birth.documents.slice(1),
    confidence: { ...birth.confidence, fee: 'high', deadline: 'high' },
  };
  const overlay: Overlay = {
    procedure: '1.001193',
    validFrom: '2026-06-01',
    fee: { amount: { kind: 'fixed', amount: 5_000, currency: 'VND' } },
    source: { number: '01/2026/NQ-HĐND', issuer: 'HĐND tỉnh', name: 'Mức thu' },
    confidence: 'high',
  };
  const onDay = (day: string) =>
    seen(inProvince(record(), [overlay], day), 1, procedureInProvince(birth, [overlay], day));

  test('a new version of ours is told, though the catalogue is the same or not on the phone', async () => {
    for (const official of [record(), null]) {
      expect(await changesOf(seen(official, 1, birth), seen(official, 1, newer))).toMatchObject([
        { field: 'fees', before: [{ amount: { kind: 'unverified' } }], after: [{ amount: { amount: 8_000 } }] },
        { field: 'terms', before: [{ kind: 'sameDay' }], after: [{ kind: 'within', count: 2 }] },
        { field: 'cases', kind: 'items', added: [], removed: [first?.name.vi] },
      ]);
    }
    expect(await changesOf(seen(record(), 1, birth), seen(record(), 1, { ...birth, version: 2 }))).toEqual([]);
  });

  test('what the province sets is told on the day it holds, once, without a new catalogue', async () => {
    expect(await changesOf(onDay('2026-05-31'), onDay('2026-06-01'))).toMatchObject([
      { field: 'fees', before: [{ amount: { kind: 'unverified' } }], after: [{ amount: { amount: 5_000 } }] },
      { field: 'legalBases', kind: 'items', added: ['01/2026/NQ-HĐND'] },
    ]);
    const officially = (day: string) => seen(inProvince(record(), [overlay], day), 1);
    expect(await changesOf(officially('2026-05-31'), officially('2026-06-01'))).toMatchObject([
      { field: 'fees', before: [fee(8_000)], after: [{ amount: { amount: 5_000 } }] },
      { field: 'legalBases' },
    ]);
  });

  test('what changed in the catalogue alone is told as well, and once where both changed', async () => {
    const after = record({ results: ['Bản sao'], cases: [] });
    expect(await changesOf(seen(record(), 1, birth), seen(after, 2, birth))).toMatchObject([
      { field: 'cases', removed: ['Tờ khai'] },
      { field: 'results' },
    ]);
    expect(await changesOf(seen(record(), 1, birth), seen(after, 2, newer))).toMatchObject([
      { field: 'fees' },
      { field: 'terms' },
      { field: 'cases', removed: [first?.name.vi] },
      { field: 'results' },
    ]);
  });

  test('a detail that is not on the phone for a while is still compared afterwards', async () => {
    const with1 = await lookOf(seen(record(), 1, birth));
    const without = await lookOf(seen(null, 0, birth), with1);
    expect(without.rev).toBe(1);
    const later = seen(record({ results: ['Bản sao'] }), 2, birth);
    expect(changesSince(without, await lookOf(later, without), later)).toMatchObject([{ field: 'results' }]);
  });

  test('a look of an older version says nothing of what it did not know: ours, and what the province had set', async () => {
    const { parts, ...look1 } = await lookOf(seen(record(), 1));
    const { here: _, ...nations } = parts;
    const older = { ...look1, parts: nations };
    const now = onDay('2026-06-01');
    expect(changesSince(older, await lookOf(now, older), now)).toEqual([]);
  });
});

test('a look that no longer reads as one says that something changed, and not what', async () => {
  const [before, after] = [await look(record(), 1), record({ results: [] })];
  const broken = { ...before, parts: { ...before.parts, results: '{"x"' } };
  expect(changesSince(broken, await look(after, 2), seen(after, 2))).toEqual([{ field: 'results', kind: 'long' }]);
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
