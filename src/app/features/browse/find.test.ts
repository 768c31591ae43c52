import { beforeEach, expect, test, vi } from 'vitest';
import type { CatalogueSearch } from '#core/ports.ts';
import type { Catalogue } from '#app/state/catalogue.ts';

const TODAY = '2026-11-21';
const catalogue = (): Catalogue => ({ procedures: [] }) as unknown as Catalogue;
/** The program that searches: each asking for it waits until the test lets it come or fail. */
let asked: { come: () => void; fail: () => void }[] = [];
const opened = { load: async () => true, save: async () => null } as unknown as CatalogueSearch;

vi.mock('#app/state/app.ts', () => ({
  platform: () => ({
    hasher: { sha256: async () => '' },
    pocket: {
      view: () => ({ state: { indexHash: 'a' } }),
      look: async () => undefined,
      keptSearch: async () => null,
      entries: async () => [],
    },
    search: async () =>
      await new Promise<CatalogueSearch>((resolve, reject) => {
        asked.push({ come: () => resolve(opened), fail: () => reject(new Error('no signal')) });
      }),
  }),
}));

beforeEach(() => {
  vi.resetModules();
  asked = [];
});

test('a program that could not be fetched is asked for again', async () => {
  const { searchOf } = await import('./find.ts');
  const ours = catalogue();
  const first = searchOf(ours, TODAY);
  asked[0]?.fail();
  await expect(first).rejects.toThrow('no signal');
  const second = searchOf(ours, TODAY);
  asked[1]?.come();
  expect(await second).toBe(opened);
});

test('what fails late forgets nothing that was begun after it', async () => {
  const { searchOf } = await import('./find.ts');
  const ours = catalogue();
  const old = searchOf(catalogue(), TODAY);
  const now = searchOf(ours, TODAY);
  asked[1]?.come();
  expect(await now).toBe(opened);
  asked[0]?.fail();
  await expect(old).rejects.toThrow('no signal');
  expect(searchOf(ours, TODAY)).toBe(now);
  expect(asked).toHaveLength(2);
});
