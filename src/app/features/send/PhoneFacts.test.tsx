// @vitest-environment jsdom
import { act, cleanup, render, screen } from '@testing-library/react';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { PocketView } from '#core/procedure/pocket.ts';
import { loadCatalogue } from '#app/state/catalogue.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import common from '../../../../locales/vi/common.json' with { type: 'json' };
import outbox from '../../../../locales/vi/outbox.json' with { type: 'json' };
import { PhoneFacts } from './PhoneFacts.tsx';

const NONE: PocketView = { state: null, busy: false, failure: null };
const PUBLISHED: PocketView = {
  ...NONE,
  state: {
    version: 3,
    publishedAt: Date.parse('2026-11-20T03:00:00Z'),
    indexHash: 'a',
    procedures: 1797,
    bytes: { index: 1, pocket: 1, rest: 1 },
    keep: 'pocket',
    left: [],
  },
};

let view = NONE;
let changed: (next: PocketView) => void = () => undefined;
let looked: (next: PocketView) => void = () => undefined;

beforeAll(async () => {
  const resources = { vi: { common, outbox } };
  await createInstance()
    .use(initReactI18next)
    .init({ lng: 'vi', defaultNS: 'common', resources, interpolation: { escapeValue: false } });
  await loadCatalogue();
  await startSignedIn(
    { readLog: () => Promise.resolve({ ok: true, value: [] }) },
    {
      storageReport: () => Promise.resolve({ usage: 7_400_000, quota: null, persisted: true }),
      pocket: {
        view: () => view,
        look: () => new Promise((resolve) => (looked = resolve)),
        watch: (watching: typeof changed) => {
          changed = watching;
          return () => undefined;
        },
      },
    },
  );
});
afterEach(cleanup);

const catalogueFact = () => screen.queryByText('Danh mục thủ tục')?.nextElementSibling?.textContent ?? null;

async function open(found: PocketView): Promise<void> {
  view = found;
  render(<PhoneFacts />);
  await screen.findByText('7,4 MB · được bảo vệ', { normalizer: (text) => text.replaceAll('\u00a0', ' ') });
}

test('the catalogue on this phone is the one the province has published', async () => {
  await open(PUBLISHED);
  expect(catalogueFact()).toBe('1.797 · bản 20/11');
});

test('no number is shown before this phone has looked at what it has', async () => {
  await open(NONE);
  expect(catalogueFact()).toBeNull();
  act(() => changed(PUBLISHED));
  expect(catalogueFact()).toBe('1.797 · bản 20/11');
});

test('where none has come yet, what is known are the forms of the app itself; it changes when one comes', async () => {
  await open(NONE);
  await act(async () => looked(NONE));
  const { procedures } = await loadCatalogue();
  await vi.waitFor(() => expect(catalogueFact()).toMatch(new RegExp(`^${procedures.length} · bản \\S`)));
  act(() => changed(PUBLISHED));
  expect(catalogueFact()).toBe('1.797 · bản 20/11');
});
