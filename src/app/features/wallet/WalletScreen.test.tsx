// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { StoreFailure, Stored } from '#core/ports.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { keysAsWords } from '#ui/test-words.ts';
import WalletScreen from './WalletScreen.tsx';

const watching = new Set<() => void>();
let wallet: Promise<Stored<readonly WalletPaper[]>>;

const store = {
  listWallet: () => wallet,
  findFile: () => Promise.resolve({ ok: false, failure: { code: 'corrupt' } }),
  watch: (changed: () => void) => {
    watching.add(changed);
    return () => watching.delete(changed);
  },
};

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn(store);
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
