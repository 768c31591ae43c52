import type { Day } from '#core/calendar/day.ts';
import type { CatalogueSearch } from '#core/ports.ts';
import { searchEntries } from '#core/procedure/searchable.ts';
import { platform } from '#app/state/app.ts';
import type { Catalogue } from '#app/state/catalogue.ts';

type Loading = {
  readonly of: Catalogue;
  readonly today: Day;
  /** The pocket's index that search stands on; undefined until it does. */
  indexHash: string | null | undefined;
  readonly search: Promise<CatalogueSearch>;
};
let loading: Loading | null = null;

const pocketHash = () => platform().pocket.view().state?.indexHash ?? null;

/** Search over all that is known on this phone. Made once for what the pocket holds, beside the page. */
export function searchOf(catalogue: Catalogue, today: Day): Promise<CatalogueSearch> {
  const outdated = loading?.indexHash !== undefined && loading.indexHash !== pocketHash();
  if (loading === null || loading.of !== catalogue || loading.today !== today || outdated) {
    const started: Loading = { of: catalogue, today, indexHash: undefined, search: load(catalogue, today) };
    started.search.then(
      () => (started.indexHash = pocketHash()),
      () => {
        // A program that could not be fetched is asked for again at the next key.
        if (loading === started) loading = null;
      },
    );
    loading = started;
  }
  return loading.search;
}

async function load(catalogue: Catalogue, today: Day): Promise<CatalogueSearch> {
  const { pocket, hasher, search } = platform();
  const opened = await search();
  await pocket.look();
  const ours = await hasher.sha256(
    new TextEncoder().encode(JSON.stringify(searchEntries([], catalogue.procedures, today))),
  );
  let loaded: string | null;
  do {
    // Before the entries: newer ones under an old name are made again, old ones under a new name never would be.
    loaded = pocketHash();
    const key = `${loaded} ${ours}`;
    const kept = await pocket.keptSearch(key);
    if (kept && (await opened.load(kept))) continue;
    await opened.load(searchEntries(await pocket.entries(), catalogue.procedures, today));
    void opened.save().then((bytes) => bytes && pocket.keepSearch(key, bytes));
  } while (loaded !== pocketHash());
  return opened;
}
