// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Draft } from '#core/dossier/draft.ts';
import type { Overlay } from '#core/procedure/overlay.ts';
import { startApp } from '#app/state/app.ts';
import { loadCatalogue } from '#app/state/catalogue.ts';
import type { Platform } from '#app/state/platform.ts';
import { procedureOf } from '#tests/support/fill-form.ts';
import words from '../../../../locales/vi/form.json' with { type: 'json' };
import { FeeLine } from './FeeLine.tsx';

const overlays = vi.hoisted((): Overlay[] => [
  {
    procedure: '2.000635',
    validFrom: '2026-12-01',
    fee: {
      amount: { kind: 'fixed', amount: 5_000, currency: 'VND' },
      note: { vi: 'Mỗi bản một lần.', en: 'Each copy.' },
    },
    source: { number: '01/2026/NQ-HĐND', issuer: 'HĐND tỉnh', name: 'Mức thu' },
    confidence: 'high',
  },
]);
vi.mock('#content/provinces/lao-cai-overlays.json', () => ({ default: overlays }));

let now = 0;
const ignore = () => () => undefined;
const platform = {
  session: { state: () => ({ settled: true, me: null, server: 'out' }), watch: ignore, refresh: ignore },
  store: () => Promise.resolve({ ok: false, failure: { code: 'noStore' } }),
  storeSilence: { watch: ignore },
  sync: { state: () => null, watch: ignore },
  update: { watch: ignore, waiting: () => false },
  installPrompt: { watch: ignore, available: () => false },
  clock: { now: () => now },
} as unknown as Platform;
const draft = { procedure: procedureOf('2.000635'), answers: { recordKind: 'birth', copies: 2 } } as unknown as Draft;

beforeAll(async () => {
  const resources = { vi: { form: words } };
  await createInstance()
    .use(initReactI18next)
    .init({ lng: 'vi', resources, interpolation: { escapeValue: false } });
  startApp(platform);
  await loadCatalogue();
});
afterEach(cleanup);

test('a draft owes what the nation says until the province’s act is in force, and what that says from then on', async () => {
  now = Date.parse('2026-11-30T16:00:00Z');
  render(<FeeLine draft={draft} />);
  await screen.findByText(/16\.000/);
  expect(screen.queryByText(/NQ-HĐND/)).toBeNull();
  cleanup();

  // 00:30 of the next day in Vietnam.
  now = Date.parse('2026-11-30T17:30:00Z');
  render(<FeeLine draft={draft} />);
  await screen.findByText(/10\.000/);
  await screen.findByText('Mỗi bản một lần. Theo 01/2026/NQ-HĐND của HĐND tỉnh.');
});
