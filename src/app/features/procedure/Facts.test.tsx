// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { recordOfAuthored } from '#core/procedure/authored.ts';
import { inProvince, overlaysInForce, procedureInProvince, type Overlay } from '#core/procedure/overlay.ts';
import { procedureOf } from '#tests/support/fill-form.ts';
import words from '../../../../locales/vi/procedures.json' with { type: 'json' };
import { Facts, RecordFacts } from './Facts.tsx';
import { provinceSets } from './recordFacts.ts';

const DAY = '2026-06-01';
const copy = procedureOf('2.000635');
const overlay = (change: Partial<Overlay>): Overlay => ({
  procedure: copy.code,
  validFrom: '2026-01-01',
  source: { number: '01/2026/NQ-HĐND', issuer: 'HĐND tỉnh Lào Cai', name: 'Mức thu lệ phí' },
  confidence: 'high',
  ...change,
});

function drawn(...overlays: Overlay[]): string {
  const sets = provinceSets(overlaysInForce(overlays, copy.code, DAY));
  const page = render(<Facts procedure={procedureInProvince(copy, overlays, DAY)} sets={sets} ready={new Map()} />);
  return (page.container.textContent ?? '').replaceAll('\u00a0', ' ');
}

beforeAll(async () => {
  const resources = { vi: { procedures: words } };
  await createInstance()
    .use(initReactI18next)
    .init({ lng: 'vi', resources, interpolation: { escapeValue: false } });
});
afterEach(cleanup);

test('says the nation’s fee with what it says beside it where the province has set nothing', () => {
  const text = drawn();
  expect(text).toContain('phí cho mỗi bản8.000 ₫');
  expect(text).toContain('Mỗi bản 8.000 đồng.');
  expect(text).not.toContain('tỉnh quy định');
});

test('says the province’s fee in its place, who is exempt, and by which act', () => {
  const text = drawn(
    overlay({
      fee: { amount: { kind: 'fixed', amount: 5_000, currency: 'VND' } },
      term: { kind: 'within', count: 8, unit: 'hour' },
      exemptions: [{ vi: 'Hộ nghèo', en: 'Poor households' }],
    }),
  );
  expect(text).toContain('phí cho mỗi bản, tỉnh quy định5.000 ₫');
  expect(text).toContain('8 giờ');
  expect(text).toContain('Mức phí theo 01/2026/NQ-HĐND của HĐND tỉnh Lào Cai.');
  expect(text).toContain('Được miễn, giảm: Hộ nghèo (theo 01/2026/NQ-HĐND).');
  expect(text).not.toContain('8.000');
});

test('nothing for what is filed online is nothing for the rest', () => {
  const free = overlay({ channels: ['online'], fee: { amount: { kind: 'free' } } });
  expect(drawn(free)).toMatch(/khi nộp qua mạng, tỉnh quy địnhMiễn phí.*mức có thể khác/);
  cleanup();
  const direct = overlay({
    channels: ['direct'],
    fee: { amount: { kind: 'fixed', amount: 9_000, currency: 'VND' } },
  });
  const both = drawn(free, direct);
  expect(both).toContain('Trực tiếp: 9.000 ₫, theo 01/2026/NQ-HĐND');
  expect(both).not.toContain('mức có thể khác');
});

test('a record of the catalogue says the same', () => {
  const overlays = [overlay({ fee: { amount: { kind: 'fixed', amount: 5_000, currency: 'VND' } } })];
  const record = inProvince(recordOfAuthored(copy), overlays, DAY);
  const sets = provinceSets(overlaysInForce(overlays, copy.code, DAY));
  const text = render(<RecordFacts record={record} sets={sets} />).container.textContent ?? '';
  expect(text.replaceAll('\u00a0', ' ')).toContain('5.000 ₫');
  expect(text).toContain('theo 01/2026/NQ-HĐND');
});

test('a record says what is not verified, and where to ask, in the reader’s language', () => {
  const unsure = { ...recordOfAuthored(copy), confidence: { fee: 'low', term: 'low' } as const };
  const text = render(<RecordFacts record={unsure} sets={provinceSets([])} />).container.textContent ?? '';
  expect(text).toContain('thời hạn, hỏi lại trung tâmChưa xác minh');
  expect(text).toContain('lệ phí, hỏi lại trung tâmChưa xác minh');
  expect(text).not.toContain('8.000');
});
