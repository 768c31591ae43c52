import type { Dexie, Table } from 'dexie';
import type { CatalogueEntry } from '#core/procedure/entry.ts';
import type { CatalogueStore, KeptDetail, PocketState } from '#core/procedure/pocket.ts';
import { connect, type StoreDeps } from '#platform/store/connection.ts';
import { readwrite } from '#platform/store/transaction.ts';

type StateRow = PocketState & { readonly id: 'state' };
type IndexRow = { readonly id: 'index'; readonly entries: readonly CatalogueEntry[] };
/** A search index made from the one in force. */
type SearchRow = { readonly id: 'search'; readonly key: string; readonly bytes: Uint8Array<ArrayBuffer> };
type PieceRow = { readonly hash: string; readonly text: string };

type CatalogueDb = Dexie & {
  readonly state: Table<StateRow, string>;
  readonly index: Table<IndexRow, string>;
  readonly details: Table<KeptDetail, string>;
  readonly pieces: Table<PieceRow, string>;
  readonly search: Table<SearchRow, string>;
};

const TABLES = { state: 'id', index: 'id', details: 'code, rev', pieces: 'hash', search: 'id' } as const;

/**
 * The catalogue in a database of its own: it is public and the same for everyone, so it is not sealed and stays
 * when a person signs out.
 */
export function openCatalogueStore(deps: Pick<StoreDeps, 'idb'> = {}) {
  const { run } = connect<CatalogueDb>('banso-catalogue', [TABLES], deps);
  const store: CatalogueStore = {
    state: async () =>
      await run(async (db) => {
        const row = await db.state.get('state');
        if (!row) return null;
        const { id: _, ...state } = row;
        return state;
      }),
    entries: async () => await run(async (db) => (await db.index.get('index'))?.entries ?? []),
    detail: async (code) => await run(async (db) => (await db.details.get(code)) ?? null),
    kept: async () =>
      await run(async (db) => {
        const kept = new Map<string, number>();
        // The index of revisions alone: the records themselves are megabytes.
        await db.details.orderBy('rev').eachPrimaryKey((code, { key }) => void kept.set(code, Number(key)));
        return kept;
      }),
    piece: async (hash) => await run(async (db) => (await db.pieces.get(hash))?.text ?? null),
    keepPiece: async (hash, text) =>
      await run(async (db) => {
        await readwrite(db, [db.pieces], async () => void (await db.pieces.put({ hash, text })));
      }),
    replace: async ({ state, entries, details, dropped }) =>
      await run(async (db) => {
        await readwrite(db, [db.state, db.index, db.details, db.pieces], async () => {
          await db.index.put({ id: 'index', entries });
          await db.details.bulkPut([...details]);
          await db.details.bulkDelete([...dropped]);
          await db.pieces.clear();
          await db.state.put({ ...state, id: 'state' });
        });
      }),
    addDetails: async (details, state) =>
      await run(async (db) => {
        await readwrite(db, [db.state, db.details], async () => {
          await db.details.bulkPut([...details]);
          if (state) await db.state.put({ ...state, id: 'state' });
        });
      }),
  };
  return {
    ...store,
    keptSearch: async (key: string) =>
      await run(async (db) => {
        const row = await db.search.get('search');
        return row?.key === key ? row.bytes : null;
      }),
    keepSearch: async (key: string, bytes: Uint8Array<ArrayBuffer>) =>
      await run(async (db) => {
        await readwrite(db, [db.search], async () => void (await db.search.put({ id: 'search', key, bytes })));
      }),
  };
}
