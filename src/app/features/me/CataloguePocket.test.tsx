// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { PocketState, PocketView } from '#core/procedure/pocket.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { CataloguePocket } from './CataloguePocket.tsx';

const STATE: PocketState = {
  version: 7,
  publishedAt: Date.parse('2026-11-20T20:00:00Z'),
  indexHash: '0'.repeat(64),
  procedures: 5_068,
  bytes: { index: 164_000, pocket: 620_400, rest: 1_840_000 },
  keep: 'pocket',
  left: [],
};
const LEFT = [
  { hash: 'a', bytes: 20_000 },
  { hash: 'b', bytes: 100_400 },
];

let view: PocketView;
let tell: (next: PocketView) => void = () => undefined;
const fetchAll = vi.fn<() => Promise<void>>();
const pocket = {
  view: () => view,
  watch: (listener: (next: PocketView) => void) => {
    tell = listener;
    return () => undefined;
  },
  fetchAll,
};

beforeAll(async () => {
  await createInstance()
    .use(initReactI18next)
    .init({ lng: 'vi', resources: { vi: { me: { catalogue: { fetch: 'fetch {{size}}' } } } } });
  await startSignedIn({}, { pocket });
});
beforeEach(() => fetchAll.mockReset());
afterEach(cleanup);

function draw(state: Partial<PocketState> | null, rest: Partial<PocketView> = {}): void {
  view = { state: state && { ...STATE, ...state }, busy: false, failure: null, ...rest };
  render(<CataloguePocket />);
}
/** Label and value of every row, as they stand. */
const rows = () =>
  Object.fromEntries(
    [...document.querySelectorAll('dt')].map((label) => [
      label.textContent.replace('catalogue.', ''),
      label.nextElementSibling?.textContent.replaceAll('\u00a0', ' '),
    ]),
  );
const button = () => screen.queryByRole('button', { name: /^fetch/ });
const words = () => document.body.textContent.replaceAll('\u00a0', ' ');

test('POCKET-1 nothing is said before a catalogue has come', () => {
  draw(null, { busy: true });
  expect(words()).toBe('');
});

test('POCKET-2 what the phone has cost so much, and all the rest would cost so much', () => {
  draw({});
  expect(rows()).toEqual({ procedures: '5068', published: '21/11/2026', index: '164 KB', details: '620 KB' });
  expect(button()?.textContent.replaceAll('\u00a0', ' ')).toBe('fetch 1,8 MB');
});

test('POCKET-3 pieces that are still to come are not counted as here', () => {
  draw({ left: LEFT });
  expect(rows()).toMatchObject({ details: '500 KB', left: '120 KB' });
});

test('POCKET-4 one that keeps everything is offered nothing more', () => {
  draw({ keep: 'all' });
  expect(rows()).toMatchObject({ details: '2,5 MB' });
  expect(rows()).not.toHaveProperty('left');
  expect(button()).toBeNull();
  cleanup();
  draw({ keep: 'all', left: LEFT }, { failure: 'transport' });
  expect(rows()).toMatchObject({ details: '2,3 MB', left: '120 KB' });
});

test('POCKET-5 the rest is fetched once a person asks, and once at a time', async () => {
  let done: () => void = () => undefined;
  fetchAll.mockReturnValue(
    new Promise((resolve) => {
      done = resolve;
    }),
  );
  draw({});
  expect(fetchAll).not.toHaveBeenCalled();
  for (let tap = 0; tap < 2; tap += 1) fireEvent.click(button() ?? document.body);
  expect(fetchAll).toHaveBeenCalledTimes(1);
  act(() => tell({ state: { ...STATE, keep: 'all', left: LEFT }, busy: true, failure: null }));
  expect(rows()).toMatchObject({ details: '2,3 MB', left: '120 KB' });
  expect(words()).toContain('catalogue.busy');
  await act(async () => {
    tell({ state: { ...STATE, keep: 'all' }, busy: false, failure: null });
    done();
    await Promise.resolve();
  });
  expect(rows()).toMatchObject({ details: '2,5 MB' });
  expect(words()).not.toContain('catalogue.busy');
});

test.each([
  ['transport', 'catalogue.cut'],
  ['damaged', 'catalogue.cut'],
  ['store', 'catalogue.full'],
] as const)('POCKET-6 a fetch that ended early (%s) is said, and may be tried again', (failure, said) => {
  draw({}, { failure });
  expect(words()).toContain(said);
  expect(button()).not.toBeNull();
});
