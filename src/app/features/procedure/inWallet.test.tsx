// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { must } from '#core/assert.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { AccountStore } from '#core/ports.ts';
import type { PaperKind } from '#core/wallet/kind.ts';
import { ids } from '#platform/ambient.ts';
import { startApp, useApp } from '#app/state/app.ts';
import type { Platform } from '#app/state/platform.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import { memoryDisk } from '#tests/support/memory-disk.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { Cases } from './Cases.tsx';
import { Papers } from './Papers.tsx';
import { useReady } from './useReady.ts';

const clock = { now: () => Date.parse('2026-11-25T02:00:00Z') };
const ignore = () => ignore;
let store: AccountStore;

/** The identity card is the person's own, the licence a paper of theirs that goes out of date. */
const KINDS: Readonly<Record<string, PaperKind>> = { idCard: 'identityCard', licence: 'poorHousehold' };
const PROCEDURE: Procedure = {
  ...EVERYTHING,
  documents: EVERYTHING.documents.map((document) => Object.assign({}, document, { kind: KINDS[document.id] })),
};

beforeAll(async () => {
  await keysAsWords();
  const opened = await memoryDisk({ clock, ids }).open('may');
  store = must(opened.ok ? opened.value : null, 'a store');
  const session = { settled: true, me: { account: 'may', name: 'Mẩy' }, server: 'in' };
  startApp({
    session: { state: () => session, watch: ignore, refresh: ignore },
    store: () => Promise.resolve({ ok: true, value: store }),
    storeSilence: { watch: ignore },
    sync: { state: () => null, watch: ignore },
    update: { watch: ignore, waiting: () => false },
    installPrompt: { watch: ignore, available: () => false },
    clock,
  } as unknown as Platform);
  await vi.waitFor(() => expect(useApp.getState().store).toBe('open'));
  await keep('identityCard', 'a', null);
  await keep('poorHousehold', 'b', '2025-12-31');
});
afterEach(cleanup);

async function keep(kind: PaperKind, letter: string, validTo: string | null): Promise<void> {
  const paper = { id: ids.uuid(), rev: 0, kind, files: [], whose: '', validTo, keptAt: 1 };
  const file = { hash: letter.repeat(64), size: 1, type: 'image/webp' } as const;
  expect((await store.keepPaper(paper, { file, bytes: new Uint8Array(1) })).ok).toBe(true);
}

function Known({ procedure }: { procedure: Procedure }) {
  return <Papers procedure={procedure} ready={useReady(procedure)} />;
}
const rows = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent ?? '');

test('a paper in the wallet is ticked, one past its own day is not and says so', async () => {
  render(<Known procedure={PROCEDURE} />);
  await vi.waitFor(() => expect(rows()[0]).toContain('papers.inWallet'));
  expect(rows()[1]).toContain('papers.photo');
  expect(rows()[1]).toContain('papers.overInWallet');
  expect(rows()[2]).not.toContain('allet');
});

test('where papers are handed in elsewhere, a picture ticks nothing', async () => {
  const { form: _form, ...elsewhere } = PROCEDURE;
  render(<Known procedure={elsewhere} />);
  await vi.waitFor(() => expect(rows()[0]).toContain('papers.pictureInWallet'));
  expect(rows()[0]).toContain('papers.handIn');
});

test('a paper of an official record is told by its name', async () => {
  const paper = (name: string) => ({ name, originals: 1, copies: 0, required: false });
  const names = ['- Thẻ căn cước;', 'Tờ khai đăng ký khai sinh', 'Giấy khai sinh'];
  render(<Cases cases={[{ name: '', documents: names.map(paper) }]} />);
  await vi.waitFor(() => expect(rows()[0]).toContain('papers.pictureInWallet'));
  expect(rows()[1]).not.toContain('allet');
  expect(rows()[2]).not.toContain('allet');
});
