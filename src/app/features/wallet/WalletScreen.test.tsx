// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { StoreFailure, Stored } from '#core/ports.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { startApp, useApp } from '#app/state/app.ts';
import type { Platform } from '#app/state/platform.ts';
import { keysAsWords } from '#ui/test-words.ts';
import WalletScreen from './WalletScreen.tsx';

const ignore = () => ignore;
const list = () => Promise.resolve({ ok: true, value: [] });
const watching = new Set<() => void>();
let wallet: Promise<Stored<readonly WalletPaper[]>>;

const store = {
  listDrafts: list,
  listOutbox: list,
  listDossiers: list,
  listProgress: list,
  listMissing: list,
  listStandings: list,
  listStrays: list,
  listAside: list,
  listWallet: () => wallet,
  findFile: () => Promise.resolve({ ok: false, failure: { code: 'corrupt' } }),
  watch: (changed: () => void) => {
    watching.add(changed);
    return () => watching.delete(changed);
  },
};

beforeAll(async () => {
  await keysAsWords();
  const session = { settled: true, me: { account: 'may', name: 'Mẩy' }, server: 'in' };
  startApp({
    session: { state: () => session, watch: ignore, refresh: ignore },
    store: () => Promise.resolve({ ok: true, value: store }),
    sync: { state: () => null, watch: ignore },
    update: { watch: ignore, waiting: () => false },
    installPrompt: { watch: ignore, available: () => false },
    clock: { now: () => Date.parse('2026-11-25T02:00:00Z') },
  } as unknown as Platform);
  await vi.waitFor(() => expect(useApp.getState().store).toBe('open'));
});
afterEach(cleanup);

/** The store has this now, and tells whoever watches. */
function has(next: Promise<Stored<readonly WalletPaper[]>>): void {
  wallet = next;
  for (const changed of watching) changed();
}
const keeps = (...papers: WalletPaper[]) => has(Promise.resolve({ ok: true, value: papers }));
const fails = (failure: StoreFailure) => has(Promise.resolve({ ok: false, failure }));
const paper: WalletPaper = {
  id: 'a',
  rev: 1,
  kind: 'landCertificate',
  files: [{ hash: 'a'.repeat(64), size: 2048, type: 'image/webp' }],
  whose: 'Giàng A Páo',
  validTo: '2025-12-31',
  keptAt: 1,
};
const show = () => render(<WalletScreen />);

test('nothing is called empty before it has been read', async () => {
  wallet = new Promise(() => undefined);
  show();
  expect(screen.queryByText('empty.title')).toBeNull();
  keeps();
  await screen.findByText('empty.title');
});

test('a paper says what it is, whose, and that its day is over; a page that does not open breaks nothing', async () => {
  show();
  keeps(paper);
  const row = await screen.findByRole('link', { name: /kind\.landCertificate/ });
  expect(row.getAttribute('href')).toBe('/vi-giay-to/a');
  expect(row.textContent).toContain('Giàng A Páo');
  expect(row.textContent).toContain('over');
});

test('what could not be read is said, and what was read before stays', async () => {
  show();
  keeps(paper);
  await screen.findByRole('link', { name: /kind\.landCertificate/ });
  fails({ code: 'lost' });
  await screen.findByText('store.lost.title');
  expect(screen.getByRole('link', { name: /kind\.landCertificate/ })).toBeTruthy();
  expect(screen.queryByText('empty.title')).toBeNull();
});
