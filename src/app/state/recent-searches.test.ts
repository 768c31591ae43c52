// @vitest-environment jsdom
import { act, cleanup, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ListChange, Stored } from '#core/ports.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { useRecentSearches } from './searches.ts';

let kept: readonly string[] = [];
/** The list is read once this is called; a read sees what is kept then. */
let read: () => void = () => undefined;
let reads = 0;

const store = {
  listSearches: () =>
    new Promise<Stored<readonly string[]>>((resolve) => {
      reads += 1;
      const before = read;
      read = () => {
        before();
        resolve({ ok: true, value: kept });
      };
    }),
  keepSearches: (change: ListChange<string>) => {
    kept = change(kept);
    return Promise.resolve({ ok: true, value: kept });
  },
};

/** Lets every read that waits, and those that come of it, go through. */
async function letRead(): Promise<void> {
  let seen = -1;
  while (seen !== reads) {
    seen = reads;
    await act(async () => {
      read();
      await new Promise((resolve) => setTimeout(resolve, 0));
    });
  }
}

beforeEach(async () => {
  [kept, read, reads] = [['Kết hôn', 'Khai sinh'], () => undefined, 0];
  await startSignedIn(store);
});
afterEach(cleanup);

test('RECENT-1 a search made before the list has been read is added to it, and takes nothing away', async () => {
  const { result } = renderHook(() => useRecentSearches());
  act(() => result.current.remember('sổ đỏ'));
  await letRead();
  expect(kept).toEqual(['sổ đỏ', 'Kết hôn', 'Khai sinh']);
  expect(result.current.texts).toEqual(kept);
});

test('RECENT-2 two searches in a row are both kept, and what another tab has kept meanwhile', async () => {
  const { result } = renderHook(() => useRecentSearches());
  await letRead();
  kept = ['Tạm trú', ...kept];
  act(() => {
    result.current.remember('sổ đỏ');
    result.current.remember('bảo hiểm');
  });
  await letRead();
  expect(kept).toEqual(['bảo hiểm', 'sổ đỏ', 'Tạm trú', 'Kết hôn', 'Khai sinh']);
  act(() => result.current.forget());
  await letRead();
  expect([kept, result.current.texts]).toEqual([[], []]);
});
