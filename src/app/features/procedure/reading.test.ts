import { createInstance, type TFunction } from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { recordOfAuthored } from '#core/procedure/authored.ts';
import { overlaysInForce, procedureInProvince, type Overlay } from '#core/procedure/overlay.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import { procedureOf } from '#tests/support/fill-form.ts';
import english from '../../../../locales/en/procedures.json' with { type: 'json' };
import vietnamese from '../../../../locales/vi/procedures.json' with { type: 'json' };
import { readingOf, readingOfRecord } from './reading.ts';
import { provinceSets } from './recordFacts.ts';
import { spokenFacts, spokenGlance } from './spokenFacts.ts';

const both = (text: string) => ({ vi: text, en: text });
const procedure = {
  name: both('Khai sinh'),
  summary: both('Làm giấy cho bé. Nên làm sớm.'),
  whoMayApply: both('Cha hoặc mẹ.'),
  documents: [{ name: both('Giấy chứng sinh'), note: both('Trạm y tế cấp.') }],
  steps: [{ title: both('Điền tờ khai') }],
  where: both('Trung tâm.'),
  confidence: { documents: 'high' },
} as unknown as Procedure;
const words = { papers: 'Cần chuẩn bị', steps: 'Các bước', where: 'Nơi nộp' };

test('reads a sentence at a time', () => {
  expect(readingOf(procedure, ['Giải quyết trong ngày.'], ({ vi }) => vi, words)).toEqual([
    'Khai sinh',
    'Làm giấy cho bé.',
    'Nên làm sớm.',
    'Cha hoặc mẹ.',
    'Giải quyết trong ngày.',
    'Cần chuẩn bị',
    'Giấy chứng sinh',
    'Trạm y tế cấp.',
    'Các bước',
    'Điền tờ khai',
    'Nơi nộp',
    'Trung tâm.',
  ]);
});

test('papers that are not verified are not read out as if they were', () => {
  const unsure = { ...procedure, confidence: { ...procedure.confidence, documents: 'low' as const } };
  expect(readingOf(unsure, [], ({ vi }) => vi, words)).not.toContain('Giấy chứng sinh');
});

describe('what it costs and how long it takes', () => {
  let say: Record<'vi' | 'en', TFunction<'procedures'>>;
  beforeAll(async () => {
    const i18n = createInstance();
    await i18n.init({
      lng: 'vi',
      resources: { vi: { procedures: vietnamese }, en: { procedures: english } },
      interpolation: { escapeValue: false },
    });
    say = { vi: i18n.getFixedT('vi', 'procedures'), en: i18n.getFixedT('en', 'procedures') };
  });
  const DAY = '2026-06-01';
  const aloud = (one: Procedure, language: 'vi' | 'en' = 'vi', overlays: readonly Overlay[] = []) => {
    const sets = provinceSets(overlaysInForce(overlays, one.code, DAY));
    const facts = spokenFacts(procedureInProvince(one, overlays, DAY), sets, { t: say[language], language });
    return readingOf(one, facts, (text) => text[language], words);
  };
  const record = (more: Partial<ProcedureRecord> = {}): ProcedureRecord => ({
    ...recordOfAuthored(procedureOf('1.004194')),
    confidence: { fee: 'medium', term: 'medium' },
    ...more,
  });
  const aloudOfRecord = (one: ProcedureRecord, language: 'vi' | 'en' = 'vi') =>
    readingOfRecord(one, spokenGlance(one, { t: say[language], language }), words);

  test('is said of a record of the catalogue', () => {
    expect(aloudOfRecord(record())).toEqual(
      expect.arrayContaining(['Thời hạn giải quyết: 3 ngày làm việc.', 'Phí, lệ phí: 7.000 đồng.']),
    );
    expect(aloudOfRecord(record(), 'en')).toEqual(
      expect.arrayContaining(['It takes 3 working days.', 'The fee is 7,000 đồng.']),
    );
  });

  test('and where nobody is sure of it, whom to ask', () => {
    const unsure = aloudOfRecord(record({ confidence: { fee: 'low', term: 'low' } }));
    expect(unsure).toEqual(
      expect.arrayContaining([
        'Thời hạn giải quyết chưa xác minh, bà con hỏi lại trung tâm.',
        'Phí, lệ phí chưa xác minh, bà con hỏi lại trung tâm.',
      ]),
    );
    expect(unsure.join(' ')).not.toMatch(/7\.000|3 ngày/);
  });

  test('is said of ways that differ without giving one of them for all', () => {
    const [way] = record().methods;
    if (!way) throw new Error('a way');
    const other = { ...way, term: { kind: 'within', count: 5, unit: 'workingDay' } as const, fees: [] };
    expect(aloudOfRecord(record({ methods: [way, other] }))).toEqual(
      expect.arrayContaining([
        'Thời hạn giải quyết: từ 3 đến 5 ngày làm việc.',
        'Phí, lệ phí tùy trường hợp, xem trên trang này.',
      ]),
    );
  });

  test('is said of ours, with the note that belongs to an amount', () => {
    const said = aloud(procedureOf('1.004194'));
    expect(said).toContain('Thời hạn giải quyết: 3 ngày làm việc.');
    expect(said).toContain('Phí, lệ phí: 7.000 đồng.');
    expect(said.join(' ')).toContain('15.000 đồng khi nộp tận nơi.');
    expect(aloud(procedureOf('2.000635'), 'en')).toEqual(
      expect.arrayContaining([
        'It is done the same day, if handed in before 15 o’clock.',
        'The fee is 8,000 đồng for each copy.',
      ]),
    );
  });

  test('ours that are not verified say whom to ask, and no note in place of a fact', () => {
    expect(aloud(procedureOf('1.001022')).join(' ')).toContain(
      'Thời hạn giải quyết chưa xác minh, bà con hỏi lại trung tâm. Phí, lệ phí do tỉnh quy định, mức chưa xác minh, bà con hỏi lại trung tâm.',
    );
    expect(aloud(procedureOf('1.001193')).join(' ')).not.toContain('Luật Hộ tịch miễn');
  });

  test('what the province has set is said in its place', () => {
    const overlay: Overlay = {
      procedure: '2.000635',
      validFrom: '2026-01-01',
      channels: ['online'],
      fee: { amount: { kind: 'fixed', amount: 5_000, currency: 'VND' } },
      term: { kind: 'within', count: 8, unit: 'hour' },
      source: { number: '01/2026/NQ-HĐND', issuer: 'HĐND tỉnh Lào Cai', name: 'Mức thu lệ phí' },
      confidence: 'high',
    };
    const online = 'Đó là khi nộp qua mạng, nộp cách khác thì bà con hỏi lại trung tâm.';
    expect(aloud(procedureOf('2.000635'), 'vi', [overlay]).join(' ')).toContain(
      `Thời hạn giải quyết: 8 giờ. ${online} Phí, lệ phí: 5.000 đồng cho mỗi bản. ${online}`,
    );
  });
});
