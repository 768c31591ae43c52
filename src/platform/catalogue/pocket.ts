import type { CatalogueEntry } from '#core/procedure/entry.ts';
import {
  fetchAll,
  openDetail,
  openUnlisted,
  refreshPocket,
  type PocketDeps,
  type PocketView,
  type Refreshed,
} from '#core/procedure/pocket.ts';
import { hasher } from '#platform/ambient.ts';
import type { Caller } from '#platform/net/answer.ts';
import { isMetered } from '#platform/net/network.ts';
import type { StoreDeps } from '#platform/store/connection.ts';
import { catalogueSource } from './source.ts';
import { openCatalogueStore } from './store.ts';

/** One tab at a time fetches; the others read what it keeps. */
const LOCK = 'banso-catalogue';

/** The pocket itself, loaded once the first screen stands. `show` hears what the phone has after every step. */
export function openPocket(
  caller: Caller & { readonly origin: string },
  show: (view: PocketView) => void,
  { idb }: Pick<StoreDeps, 'idb'> = {},
) {
  const store = openCatalogueStore(idb ? { idb } : {});
  const deps: PocketDeps = {
    store,
    source: catalogueSource(caller),
    sha256: async (text) => await hasher.sha256(new TextEncoder().encode(text)),
    onProgress: () => void look(true),
  };

  async function look(busy: boolean, outcome: Refreshed | null = null): Promise<void> {
    const state = await deps.store.state();
    show({
      state: state.ok ? state.value : null,
      busy,
      failure: outcome?.kind === 'failed' ? outcome.why.code : null,
    });
  }

  async function alone(work: (deps: PocketDeps) => Promise<Refreshed>): Promise<boolean> {
    await look(true);
    const outcome = await exclusively(async () => await work(deps));
    await look(false, outcome);
    return outcome !== null && outcome.kind !== 'failed';
  }

  return {
    look: async () => await look(false),
    /** True when the phone is up to date. */
    refresh: async () => {
      const done = await alone(refreshPocket);
      const state = await deps.store.state();
      // Only where the browser says that bytes are free, and the person has not asked it to save them.
      const wantsRest = done && isMetered() === false && state.ok && state.value?.keep === 'pocket';
      return wantsRest ? await alone(fetchAll) : done;
    },
    fetchAll: async () => await alone(fetchAll),
    entries: async () => {
      const entries = await deps.store.entries();
      return entries.ok ? entries.value : [];
    },
    keptSearch: async (key: string) => {
      const kept = await store.keptSearch(key);
      return kept.ok ? kept.value : null;
    },
    keepSearch: async (key: string, bytes: Uint8Array<ArrayBuffer>) => void (await store.keepSearch(key, bytes)),
    kept: async (code: string) => {
      const kept = await deps.store.detail(code);
      return kept.ok ? kept.value : null;
    },
    detail: async (entry: CatalogueEntry) => await openDetail(deps, entry),
    unlisted: async (code: string) => await openUnlisted(deps, code),
  };
}

async function exclusively<T>(work: () => Promise<T>): Promise<T | null> {
  const { locks } = navigator as { readonly locks?: LockManager };
  if (!locks) return await work();
  return await locks.request(LOCK, { ifAvailable: true }, async (lock) => (lock ? await work() : null));
}
