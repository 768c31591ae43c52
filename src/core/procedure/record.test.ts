import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { disagreements, recordOfAuthored, withAuthored } from './authored.ts';
import { changedFields } from './difference.ts';
import { CatalogueEntry, entryOf, inCodeOrder, packIndex, unpackIndex, WireIndex } from './entry.ts';
import { inProvince, type Overlay } from './overlay.ts';
import { Procedure } from './procedure.ts';
import { doubtsOf, ProcedureRecord, type FeeAmount, type RecordMethod } from './record.ts';

const FOLDER = path.resolve('src/content/procedures');
const authored = readdirSync(FOLDER).map((name) =>
  Procedure.parse(JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8'))),
);
const birth = authored.find(({ code }) => code === '1.001193');
if (!birth) throw new Error('1.001193');

const method = (change: Partial<RecordMethod> = {}): RecordMethod => ({
  channels: ['online', 'direct'],
  term: { kind: 'within', count: 3, unit: 'workingDay' },
  fees: [{ type: 'fee', amount: { kind: 'unverified' } }],
  ...change,
});
const record = (methods: RecordMethod[] = [method()]): ProcedureRecord => ({
  ...recordOfAuthored(birth),
  methods,
});

describe('one record for all', () => {
  test.each(authored.map((one) => [one.code, one] as const))('our own %s maps to it', (code, one) => {
    const mapped = ProcedureRecord.parse(recordOfAuthored(one));
    expect(mapped.code).toBe(code);
    expect(mapped.cases[0]?.documents).toHaveLength(one.documents.length);
    if (one.fee.kind === 'unverified') expect(mapped.methods[0]?.fees[0]?.amount).toEqual({ kind: 'unverified' });
  });

  test.each(authored.map((one) => [one.code, one] as const))('of everybody %s asks only what all need', (_, one) => {
    const { cases, confidence, onlineLevel, methods } = recordOfAuthored(one);
    const papers = cases.flatMap(({ documents }) => documents);
    for (const [at, { required, showWhen, note }] of one.documents.entries()) {
      expect(papers[at]?.required).toBe(required && showWhen === undefined);
      expect(papers[at]?.note?.startsWith('Chỉ khi khai “') ?? false).toBe(showWhen !== undefined);
      if (note) expect(papers[at]?.note).toContain(note.vi);
      // No field or answer of the form under the name that only we call it by.
      expect(papers[at]?.note?.replace(note?.vi ?? '', '') ?? '').not.toMatch(/[a-z][A-Z]|“\w+:|[:?] [a-z]+”/);
    }
    expect(papers.filter(({ originals, copies }) => originals + copies > 0)).toEqual([]);
    expect(confidence.documents).toBe(one.confidence.documents);
    if (one.confidence.onlineLevel === 'low') expect(onlineLevel).toBe('unverified');
    if (one.deadline.kind === 'unverified' && one.deadline.note)
      expect([methods[0]?.term, confidence.term]).toEqual([{ kind: 'asText', text: one.deadline.note.vi }, 'low']);
  });

  test('a paper says in which case it is asked for', () => {
    const noteOf = (code: string, id: string) => {
      const one = authored.find((other) => other.code === code);
      const at = one?.documents.findIndex((document) => document.id === id) ?? -1;
      return one && recordOfAuthored(one).cases[0]?.documents[at]?.note;
    };
    expect(noteOf('1.004194', 'unitLetter')).toBe(
      'Chỉ khi khai “Chỗ ấy là: Đơn vị quân đội, công an”. Quân đội: từ cấp trung đoàn trở lên. Công an: thủ trưởng quản lý trực tiếp ký.',
    );
    const [, fatherPaper] = birth.documents.filter(({ showWhen }) => showWhen);
    expect(noteOf('1.001193', fatherPaper?.id ?? '')).toContain(
      'Chỉ khi khai “Cha mẹ đã đăng ký kết hôn: không” và “Cha của bé có nhận con không? có”.',
    );
  });

  test('ours fill what the source leaves open', () => {
    const open = record([method({ term: { kind: 'unverified' } })]);
    expect(withAuthored(open, birth).methods[0]?.term).toEqual({ kind: 'sameDay', cutoffHour: 15 });
  });

  test('what the source states for a channel stands', () => {
    const sure = Procedure.parse({
      ...birth,
      fee: { kind: 'fixed', amount: 10_000 },
      deadline: { kind: 'workingDays', days: 3, mountainExtraDays: 2 },
      confidence: { ...birth.confidence, fee: 'high', deadline: 'high' },
    });
    const fees = [
      { type: 'fee' as const, amount: { kind: 'fixed' as const, amount: 20_000, currency: 'VND' as const } },
    ];
    const joined = withAuthored(
      record([method({ fees, term: { kind: 'within', count: 7, unit: 'day' } }), method()]),
      sure,
    );
    expect(joined.methods).toMatchObject([
      { fees, term: { count: 7, unit: 'day' } },
      { fees: [{ amount: { amount: 10_000 } }], term: { count: 3, mountainExtraDays: 2 } },
    ]);
  });

  test('how sure a fact is goes with who said it', () => {
    const sure = Procedure.parse({
      ...birth,
      fee: { kind: 'fixed', amount: 10_000 },
      deadline: { kind: 'workingDays', days: 3 },
      confidence: { ...birth.confidence, fee: 'high', deadline: 'high' },
    });
    const imported = (methods: RecordMethod[]): ProcedureRecord => ({
      ...record(methods),
      confidence: { fee: 'low', term: 'low' },
    });
    const doubts = (one: ProcedureRecord) => one.methods.map((way) => doubtsOf(one, way));
    const open = method({ term: { kind: 'unverified' } });
    expect(doubts(withAuthored(imported([open]), sure))).toEqual([{ fee: false, term: false }]);
    expect(withAuthored(imported([open]), sure).confidence).toEqual({ fee: 'low', term: 'low' });
    // The catalogue says another number than we do, for each of the two.
    const other = method({
      term: { kind: 'within', count: 7, unit: 'day' },
      fees: [{ type: 'fee', amount: { kind: 'free' } }],
    });
    expect(doubts(withAuthored(imported([other]), sure))).toEqual([{ fee: true, term: true }]);
    expect(doubts(imported([method()]))).toEqual([{ fee: false, term: true }]);
  });

  test('a fact of ours whose confidence is low fills nothing', () => {
    const unsure = Procedure.parse({
      ...birth,
      fee: { kind: 'free' },
      confidence: { ...birth.confidence, fee: 'low' },
    });
    expect(withAuthored(record(), unsure).methods[0]?.fees[0]?.amount).toEqual({ kind: 'unverified' });
  });
});

describe('where the catalogue says otherwise than we do', () => {
  const vnd = (amount: number) => ({ kind: 'fixed' as const, amount, currency: 'VND' as const });
  const ours = (fee: object, deadline: object, confidence: 'high' | 'low' = 'high') =>
    Procedure.parse({
      ...birth,
      fee,
      deadline,
      confidence: { ...birth.confidence, fee: confidence, deadline: confidence },
    });
  const official = (amount: FeeAmount, count: number) =>
    record([method({ fees: [{ type: 'fee', amount }], term: { kind: 'within', count, unit: 'workingDay' } })]);
  const sure = ours({ kind: 'fixed', amount: 8_000 }, { kind: 'workingDays', days: 3, mountainExtraDays: 10 });

  test('it is told for fee and term apart', () => {
    expect(disagreements(official(vnd(8_000), 3), sure)).toEqual([]);
    expect(disagreements(official(vnd(9_000), 3), sure)).toEqual(['fee']);
    expect(disagreements(official(vnd(9_000), 5), sure)).toEqual(['fee', 'term']);
    expect(disagreements(official({ kind: 'free' }, 3), sure)).toEqual(['fee']);
  });
  test('what one of us leaves open is no contradiction', () => {
    expect(disagreements(official({ kind: 'unverified' }, 3), sure)).toEqual([]);
    expect(disagreements(official({ kind: 'byProvince' }, 3), sure)).toEqual([]);
    expect(disagreements(official(vnd(9_000), 5), ours({ kind: 'unverified' }, { kind: 'unverified' }))).toEqual([]);
    expect(
      disagreements(official(vnd(9_000), 5), ours({ kind: 'free' }, { kind: 'workingDays', days: 3 }, 'low')),
    ).toEqual([]);
  });
  test('a day is the same day, five are not', () => {
    const sameDay = ours({ kind: 'unverified' }, { kind: 'sameDay', cutoffHour: 15 });
    expect(disagreements(official({ kind: 'unverified' }, 1), sameDay)).toEqual([]);
    expect(disagreements(official({ kind: 'unverified' }, 5), sameDay)).toEqual(['term']);
  });
  test('none of ours contradicts itself', () => {
    expect(authored.filter((one) => disagreements(recordOfAuthored(one), one).length > 0)).toEqual([]);
  });
});

describe('what a province sets for itself', () => {
  const overlay = (change: Partial<Overlay> = {}): Overlay => ({
    procedure: '1.001193',
    validFrom: '2026-01-01',
    fee: { amount: { kind: 'fixed', amount: 8_000, currency: 'VND' } },
    source: { number: '01/2026/NQ-HĐND', issuer: 'HĐND tỉnh', name: 'Mức thu lệ phí hộ tịch' },
    confidence: 'high',
    ...change,
  });
  const feeOn = (overlays: Overlay[], day = '2026-06-01') => inProvince(record(), overlays, day).methods[0]?.fees[0];

  test('holds from its first to its last day, with its source beside it', () => {
    const ending = overlay({ validTo: '2026-06-30' });
    expect(feeOn([ending])).toMatchObject({ amount: { amount: 8_000 }, note: '(01/2026/NQ-HĐND)' });
    expect(feeOn([ending], '2025-12-31')?.amount.kind).toBe('unverified');
    expect(feeOn([ending], '2026-06-30')?.amount.kind).toBe('fixed');
    expect(feeOn([ending], '2026-07-01')?.amount.kind).toBe('unverified');
  });
  test('the one in force last counts, in whatever order they are written', () => {
    const later = overlay({ validFrom: '2026-05-01', fee: { amount: { kind: 'free' } } });
    expect(feeOn([later, overlay()])?.amount).toEqual({ kind: 'free' });
  });
  test('a guess changes nothing, and neither does another procedure’s', () => {
    expect(feeOn([overlay({ confidence: 'low' })])?.amount.kind).toBe('unverified');
    expect(feeOn([overlay({ procedure: '1.000001' })])?.amount.kind).toBe('unverified');
  });
  test('its act stands among the legal bases, and whom it exempts among the exempt', () => {
    const source = { number: '01/NQ-HĐND', issuer: 'HĐND tỉnh', name: 'Mức thu', issuedOn: '2025-12-10' };
    const exemptions = [{ vi: 'Hộ nghèo', en: 'Poor households' }];
    const laid = inProvince(record(), [overlay({ source, exemptions }), overlay({ source })], '2026-06-01');
    expect(laid.exemptions.at(-1)).toBe('Hộ nghèo (01/NQ-HĐND)');
    expect(laid.legalBases.filter(({ number }) => number === '01/NQ-HĐND')).toEqual([
      { number: '01/NQ-HĐND', name: 'Mức thu (HĐND tỉnh, ngày 10/12/2025)' },
    ]);
  });
  test('for some channels it parts the method in two', () => {
    const { methods } = inProvince(record(), [overlay({ channels: ['online'] })], '2026-06-01');
    expect(methods.map(({ channels, fees }) => [channels, fees[0]?.amount.kind])).toEqual([
      [['online'], 'fixed'],
      [['direct'], 'unverified'],
    ]);
  });
  test('it makes nobody surer of the channels it is not for, nor of what it does not set', () => {
    const fees = [{ type: 'fee' as const, amount: { kind: 'free' as const } }];
    const unsure: ProcedureRecord = { ...record([method({ fees })]), confidence: { fee: 'low', term: 'low' } };
    const laid = inProvince(unsure, [overlay({ channels: ['online'] })], '2026-06-01');
    expect(laid.methods.map((way) => doubtsOf(laid, way))).toEqual([
      { fee: false, term: true },
      { fee: true, term: true },
    ]);
  });
});

describe('the index on the wire', () => {
  const entries = inCodeOrder(authored.map((one) => entryOf(recordOfAuthored(one), 3)));

  test('comes back as it was', () => {
    for (const entry of entries) CatalogueEntry.parse(entry);
    expect(unpackIndex(WireIndex.parse(JSON.parse(JSON.stringify(packIndex(entries)))))).toEqual(entries);
  });
  test('a row that points at nothing makes none of it', () => {
    expect(unpackIndex({ ...packIndex(entries), fields: [] })).toBeNull();
  });
  test('the commune’s procedures for persons come before a ministry’s, and internal ones last', () => {
    const popularity = (change: Partial<ProcedureRecord>) => entryOf({ ...record(), ...change }, 1).popularity;
    expect(popularity({ level: 'commune' })).toBeGreaterThan(popularity({ level: 'ministry' }));
    expect(popularity({ audience: 'person' })).toBeGreaterThan(popularity({ audience: 'business' }));
    expect(popularity({ internal: true })).toBe(0);
  });
});

test('differences are told by field, fees apart from terms', () => {
  const [a, b] = [record(), record([method({ term: { kind: 'unverified' } })])];
  expect(changedFields(a, a)).toEqual([]);
  expect(changedFields(a, b)).toEqual(['terms']);
  expect(changedFields(a, { ...a, name: 'Khác', results: ['Khác'] })).toEqual(['name', 'results']);
  expect(changedFields(a, record([method({ fees: [] })]))).toEqual(['fees']);
});
