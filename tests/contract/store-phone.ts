import {
  forceCloseDatabase,
  IDBDatabase as FakeDatabase,
  IDBFactory,
  IDBKeyRange,
  IDBObjectStore as FakeObjectStore,
} from 'fake-indexeddb';
import { expect } from 'vitest';
import { hasher, ids } from '#platform/ambient.ts';
import { openAccountStore } from '#platform/store/account-store.ts';
import { databaseOf, type StoreDeps } from '#platform/store/connection.ts';
import { good, type StoreHarness } from './store-kit.ts';

export const tick = () => {
  let now = 1_000;
  return { now: () => ++now };
};

type Rows = { get: (key: string | number) => Promise<Record<string, unknown>>; put: (row: unknown) => Promise<void> };

/** A phone on fake-indexeddb whose storage can be cleared, and whose transactions can be made to fail as browsers make them fail. */
export function indexedDbPhone() {
  const indexedDB = new IDBFactory();
  const connections: IDBDatabase[] = [];
  const openOne = indexedDB.open.bind(indexedDB);
  indexedDB.open = (...args) => {
    const opening = openOne(...args);
    opening.addEventListener('success', () => connections.push(opening.result));
    return opening;
  };
  const deps: StoreDeps = {
    clock: tick(),
    ids,
    hasher,
    askToPersist: () => undefined,
    idb: { indexedDB, IDBKeyRange },
  };
  const { put, add } = FakeObjectStore.prototype;
  let room: number | null = null;
  let failing: { name: string; times: number } | null = null;

  const guarded = (original: typeof put): typeof put =>
    function (this: IDBObjectStore, ...args) {
      const [value] = args as [Record<string, unknown>];
      lostBytes.delete(`${this.name}|${String(value[String(this.keyPath)])}`);
      const request = original.apply(this, args);
      // As in a browser: the request itself succeeds, then the transaction aborts.
      const abort = (name: string) =>
        request.addEventListener('success', () => (this.transaction as unknown as Aborts)._abort(name));
      if (room === 0) abort('QuotaExceededError');
      else if (room !== null) room -= 1;
      if (failing && failing.times > 0) {
        failing.times -= 1;
        abort(failing.name);
      }
      return request;
    };
  /** Records whose values the browser cannot give any more, by table and key. */
  const lostBytes = new Set<string>();
  const { get, getAll, delete: remove } = FakeObjectStore.prototype;
  const refusing = <F extends typeof get | typeof getAll>(original: F, all: boolean): F =>
    function (this: IDBObjectStore, ...args: [IDBValidKey]) {
      const spoilt = [...lostBytes].some((at) =>
        all ? at.startsWith(`${this.name}|`) : at === `${this.name}|${String(args[0])}`,
      );
      if (!spoilt) return original.apply(this, args);
      const operation = () => {
        throw new DOMException('Data lost due to missing file', 'NotReadableError');
      };
      const request = (this.transaction as unknown as Executes)._execRequestAsync({ operation, source: this });
      // In Chromium, whoever catches the error cannot go on writing.
      if (this.transaction.mode === 'readwrite') {
        request.addEventListener('error', () => (this.transaction as unknown as Aborts)._abort('UnknownError'));
      }
      return request;
    } as F;
  FakeObjectStore.prototype.delete = function (key) {
    lostBytes.delete(`${this.name}|${String(key)}`);
    return remove.call(this, key);
  };
  const { transaction } = FakeDatabase.prototype;
  /** Transactions that write and may be complete before they are on the disk. */
  const relaxed: string[] = [];
  FakeDatabase.prototype.transaction = function (this: IDBDatabase, stores, mode, options?: IDBTransactionOptions) {
    if (mode === 'readwrite' && options?.durability !== 'strict') relaxed.push(String(stores));
    return transaction.call(this, stores, mode);
  };
  FakeObjectStore.prototype.get = refusing(get, false);
  FakeObjectStore.prototype.getAll = refusing(getAll, true);
  FakeObjectStore.prototype.put = guarded(put);
  FakeObjectStore.prototype.add = guarded(add);

  const openRaw = (name: string): Promise<IDBDatabase> => settled(indexedDB.open(name));

  const raw = async (account: string, table: string, work: (rows: Rows) => Promise<void>): Promise<void> => {
    const db = await openRaw(await databaseOf(account, hasher));
    await work({
      get: (key) => settled(db.transaction(table).objectStore(table).get(key)),
      put: async (row) => {
        await settled(db.transaction(table, 'readwrite', { durability: 'strict' }).objectStore(table).put(row));
      },
    });
    db.close();
  };

  const harness: StoreHarness = {
    open: async (account) => good(await openAccountStore(account, deps)).store,
    roomFor: (records) => {
      room = records;
    },
    corrupt: (account, table, key) =>
      raw(account, table, async (rows) => {
        const row = await rows.get(key);
        const body = new Uint8Array(row['body'] as ArrayBuffer).slice();
        body[0] = (body[0] ?? 0) ^ 1;
        await rows.put({ ...row, body: body.buffer });
      }),
    loseBytes: async (_account, table, key) => void lostBytes.add(`${table}|${key}`),
    stop: async () => {
      FakeDatabase.prototype.transaction = transaction;
      expect(relaxed, 'transactions that write without strict durability').toEqual([]);
      Object.assign(FakeObjectStore.prototype, { get, getAll, delete: remove });
      FakeObjectStore.prototype.put = put;
      FakeObjectStore.prototype.add = add;
    },
  };

  /** Every byte of every record of every database. */
  const everything = async (): Promise<Buffer> => {
    const parts: Buffer[] = [];
    for (const { name } of await indexedDB.databases()) {
      const db = await openRaw(name ?? '');
      for (const table of db.objectStoreNames) {
        const rows: unknown[] = await settled(db.transaction(table).objectStore(table).getAll());
        parts.push(Buffer.from(table), bytesWithin(rows));
      }
      db.close();
    }
    return Buffer.concat(parts);
  };

  /** As a browser clears an origin: connections are closed by force, which WebKit does not always say, and nothing is left. */
  const clear = async (says: boolean): Promise<void> => {
    for (const connection of connections.splice(0)) {
      if (says) forceCloseDatabase(connection as unknown as Parameters<typeof forceCloseDatabase>[0]);
      else connection.close();
    }
    for (const { name } of await indexedDB.databases()) await settled(indexedDB.deleteDatabase(name ?? ''));
  };

  const failCommit = (name: string, times: number): void => {
    failing = { name, times };
  };

  return { harness, deps, indexedDB, raw, everything, failCommit, clear };
}

type Executes = { _execRequestAsync: (what: { operation: () => never; source: IDBObjectStore }) => IDBRequest };
type Aborts = { _abort: (name: string) => void };

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('request failed')));
  });
}

function bytesWithin(value: unknown): Buffer {
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (typeof value === 'object' && value !== null) {
    return Buffer.concat(Object.entries(value).flatMap(([key, inner]) => [Buffer.from(key), bytesWithin(inner)]));
  }
  return Buffer.from(String(value));
}
