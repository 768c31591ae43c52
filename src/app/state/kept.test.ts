// @vitest-environment jsdom
import { renderHook, waitFor } from '@testing-library/react';
import { webcrypto } from 'node:crypto';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { Seen } from '#core/procedure/look.ts';
import { procedureOf } from '#tests/support/fill-form.ts';
import '#tests/support/frames.ts';
import { startApp } from './app.ts';
import { useChanges, useFavourites, type Since } from './kept.ts';
import type { Platform } from './platform.ts';

let now = 1;
const ignore = () => () => undefined;
const platform = {
  session: { state: () => ({ settled: true, me: null, server: 'out' }), watch: ignore, refresh: ignore },
  store: () => Promise.resolve({ ok: false, failure: { code: 'noStore' } }),
  storeSilence: { watch: ignore },
  sync: { state: () => null, watch: ignore },
  update: { watch: ignore, waiting: () => false },
  installPrompt: { watch: ignore, available: () => false },
  clock: { now: () => now },
  hasher: {
    sha256: async (bytes: Uint8Array<ArrayBuffer>) =>
      Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex'),
  },
} as unknown as Platform;

const CODE = '2.000635';
const copy = procedureOf(CODE);
const seen = (amount: number): Seen => ({
  code: CODE,
  rev: 0,
  record: null,
  ours: { ...copy, fee: { kind: 'fixed', amount } },
});
const looking = (first: Seen) => renderHook((page: Seen) => useChanges(page), { initialProps: first });
const amounts = (since: Since | null) =>
  since?.changes.map((change) =>
    change.kind === 'fees' ? [change.before, change.after].flat().map(({ amount }) => amount) : change,
  );
const vnd = (amount: number) => ({ kind: 'fixed', amount, currency: 'VND' });
const kept = () => localStorage.getItem('banso-kept') ?? '';

beforeAll(() => startApp(platform));
afterEach(() => localStorage.clear());

test('a new fee of ours is told once, stays while the page is open, and is told from the last look', async () => {
  const list = renderHook(() => useFavourites());
  await waitFor(() => expect(list.result.current.ready).toBe(true));
  list.result.current.toggle({ code: CODE, name: copy.name.vi });

  const first = looking(seen(8_000));
  await waitFor(() => expect(kept()).toContain('8000'));
  expect(first.result.current).toBeNull();
  first.unmount();

  now = 2;
  const second = looking(seen(9_000));
  await waitFor(() => expect(amounts(second.result.current)).toEqual([[vnd(8_000), vnd(9_000)]]));
  expect(second.result.current?.at).toBe(1);
  await waitFor(() => expect(kept()).toContain('9000'));
  // The catalogue is read again, and then says another thing still.
  second.rerender(seen(9_000));
  expect(amounts(second.result.current)).toEqual([[vnd(8_000), vnd(9_000)]]);
  second.rerender(seen(10_000));
  await waitFor(() => expect(amounts(second.result.current)).toEqual([[vnd(8_000), vnd(10_000)]]));
  await waitFor(() => expect(kept()).toContain('10000'));
  second.unmount();

  const third = looking(seen(10_000));
  third.rerender(seen(11_000));
  await waitFor(() => expect(amounts(third.result.current)).toEqual([[vnd(10_000), vnd(11_000)]]));
});

test('on the phone itself, what another tab has kept meanwhile stays', async () => {
  const list = renderHook(() => useFavourites());
  await waitFor(() => expect(list.result.current.ready).toBe(true));
  const look = { code: '1.001193', rev: 1, at: 1, parts: {} };
  const theirs = { favourites: [{ code: look.code, name: 'Khai sinh' }], looks: [look] };
  localStorage.setItem('banso-kept', JSON.stringify(theirs));
  list.result.current.toggle({ code: '1.000894', name: 'Kết hôn' });
  expect(JSON.parse(kept())).toMatchObject({ favourites: [{ code: '1.000894' }, ...theirs.favourites], looks: [look] });
});
