import {
  forceCloseDatabase,
  IDBDatabase as FakeDatabase,
  IDBFactory,
  IDBKeyRange,
  IDBObjectStore as FakeObjectStore,
} from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { hasher, ids } from '#platform/ambient.ts';
import { openAccountStore } from '#platform/store/account-store.ts';
import { databaseOf, type StoreDeps } from '#platform/store/connection.ts';
import { openDevice } from '#platform/store/device.ts';
import type { Me } from '#protocol/http.ts';
import { EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { memoryDisk } from '#tests/support/memory-store.ts';
import { storeRotContract } from './store-rot.contract.ts';
import { storeSyncContract } from './store-sync.contract.ts';
import { storeWalletContract } from './store-wallet.contract.ts';
import { storeAnswersContract } from './store-answers.contract.ts';
import { storeContract } from './store.contract.ts';
import { storeDraftsContract } from './store-drafts.contract.ts';
import { draft, good, uuid, type StoreHarness } from './store-kit.ts';

const tick = () => {
  let now = 1_000;
  return { now: () => ++now };
};

const inMemory = async (): Promise<StoreHarness> => {
  const disk = memoryDisk({ clock: tick(), ids });
  return {
    open: async (account) => good(await disk.open(account)),
    roomFor: disk.roomFor,
    corrupt: async (account, table, key) => disk.corrupt(account, table, key),
    loseBytes: async (account, table, key) => disk.corrupt(account, table, key),
    stop: async () => undefined,
  };
};

for (const contract of [
  storeContract,
  storeAnswersContract,
  storeSyncContract,
  storeDraftsContract,
  storeRotContract,
  storeWalletContract,
]) {
  contract('in memory', inMemory);
  contract('IndexedDB', async () => indexedDbPhone().harness);
}

describe('what lies on the disk', () => {
  it('holds nothing readable of a person', async () => {
    const { harness, deps, everything } = indexedDbPhone();
    const device = openDevice(deps);
    const { store } = good(await device.activate(MAY));
    const photo = new TextEncoder().encode('CANARY-PHOTO '.repeat(50));
    const file = { hash: 'c'.repeat(64), size: photo.length, type: 'image/webp' } as const;
    const saved = good(await store.addFile(draft(), 'idCard', file, photo));
    const intent = { type: 'withdraw', dossier: uuid(50), reason: 'CANARY-REASON' } as const;
    good(await store.enqueue(intent, { commandId: uuid(100), madeAt: 5 }));
    good(await store.sync.log({ at: 5, what: 'exchange', result: 'CANARY-LOG' }));
    good(await store.saveDraft({ ...saved, unit: 'CANARY-UNIT' }));
    const kept = {
      id: uuid(300),
      rev: 0,
      kind: 'identityCard',
      files: [],
      whose: 'CANARY-WHOSE',
      validTo: null,
      keptAt: 1,
    } as const;
    good(await store.keepPaper(kept, { file: { ...file, hash: 'e'.repeat(64) }, bytes: photo }));
    good(await store.keepSearches(['CANARY-SEARCH']));
    good(await store.keepFavourites([{ code: 'CANARY-CODE', name: 'CANARY-NAME' }]));
    good(await store.keepLooks([{ code: 'CANARY-LOOK', rev: 1, at: 1, parts: { name: 'CANARY-PART' } }]));

    const bytes = await everything();
    expect(bytes.length).toBeGreaterThan(2_000);
    for (const canary of ['CANARY', 'LÝ THỊ MẨY', 'BUFFALO', String(EVERYTHING_ANSWERS['idNumber']), 'trâu']) {
      expect(bytes.includes(Buffer.from(canary, 'utf8')), canary).toBe(false);
      expect(bytes.includes(Buffer.from(canary, 'utf16le')), canary).toBe(false);
    }
    await harness.stop();
  });

  it('does not take one record for another', async () => {
    const { harness, deps, raw } = indexedDbPhone();
    const store = good(await openAccountStore('a', deps)).store;
    good(await store.saveDraft(draft(1)));
    good(await store.saveDraft(draft(2)));
    await raw('a', 'drafts', async (rows) => {
      const [one, two] = [await rows.get(uuid(1)), await rows.get(uuid(2))];
      await rows.put({ ...one, id: uuid(2) });
      await rows.put({ ...two, id: uuid(1) });
    });
    expect(await store.findDraft(uuid(1))).toEqual({ ok: false, failure: { code: 'corrupt' } });
    await harness.stop();
  });
});

describe('a lost connection', () => {
  it('is opened again, and a write that had gone through is not taken for somebody else’s', async () => {
    const { harness, deps, failCommit } = indexedDbPhone();
    const store = good(await openAccountStore('a', deps)).store;
    failCommit('UnknownError', 1);
    const saved = good(await store.saveDraft(draft()));
    expect(saved.rev).toBe(1);
    expect(good(await store.listDrafts())).toEqual([saved]);
    await harness.stop();
  });

  it('is given up after three openings', async () => {
    const { harness, deps, failCommit } = indexedDbPhone();
    const store = good(await openAccountStore('a', deps)).store;
    failCommit('UnknownError', 9);
    expect(await store.saveDraft(draft())).toEqual({ ok: false, failure: { code: 'lost' } });
    failCommit('UnknownError', 0);
    expect(good(await store.listDrafts())).toEqual([]);
    await harness.stop();
  });

  it('does not come back as an empty store after the account was deleted elsewhere', async () => {
    const { harness, deps } = indexedDbPhone();
    const store = good(await openAccountStore(MAY.account, deps)).store;
    good(await store.saveDraft(draft()));
    let told = 0;
    store.watch(() => (told += 1));
    const elsewhere = openDevice(deps);
    good(await elsewhere.forget(MAY.account));
    expect(told).toBe(1);
    expect(await store.listDrafts()).toEqual({ ok: false, failure: { code: 'lost' } });
    expect(await store.saveDraft(draft())).toEqual({ ok: false, failure: { code: 'lost' } });
    await harness.stop();
  });
});

describe('storage cleared under a running page', () => {
  it.each(['with', 'without'])('calls nothing saved, %s the browser saying so', async (event) => {
    const { harness, deps, clear } = indexedDbPhone();
    const { store, alive } = good(await openAccountStore('a', deps));
    good(await store.saveDraft(draft(1)));
    let told = 0;
    store.watch(() => (told += 1));
    await clear(event === 'with');
    // A first save, which nothing that was stored before can contradict.
    expect(await store.saveDraft(draft(2))).toEqual({ ok: false, failure: { code: 'lost' } });
    expect(await store.listDrafts()).toEqual({ ok: false, failure: { code: 'lost' } });
    expect([alive(), told]).toEqual([false, 1]);
    await harness.stop();
  });

  it('leads on with a new store, which is remembered like the one before', async () => {
    const { harness, deps, clear } = indexedDbPhone();
    const device = openDevice(deps);
    const before = good(await device.activate(MAY)).store;
    const old = good(await before.sync.start()).device;
    await clear(true);
    expect((await before.listDrafts()).ok).toBe(false);
    const after = good(await device.activate(MAY)).store;
    expect(after).not.toBe(before);
    expect(good(await after.sync.start()).device).not.toBe(old);
    good(await after.saveDraft(draft(2)));
    const again = good(await openDevice(deps).recall(null));
    expect(again?.me).toEqual(MAY);
    expect(good(await again!.open.store.listDrafts())).toHaveLength(1);
    await harness.stop();
  });
});

describe('the device', () => {
  it('remembers who used it last, and lists what signing out would destroy', async () => {
    const { harness, deps } = indexedDbPhone();
    const { store } = good(await openDevice(deps).activate(MAY));
    good(
      await store.addFile(
        draft(),
        'idCard',
        { hash: 'd'.repeat(64), size: 1, type: 'image/webp' },
        new Uint8Array([1]),
      ),
    );

    const device = openDevice(deps);
    expect(good(await device.recall(null))?.me).toEqual(MAY);
    const kept = {
      id: uuid(300),
      rev: 0,
      kind: 'identityCard',
      files: [],
      whose: '',
      validTo: null,
      keptAt: 1,
    } as const;
    const page = { hash: 'e'.repeat(64), size: 1, type: 'image/webp' } as const;
    good(await store.keepPaper(kept, { file: page, bytes: new Uint8Array([2]) }));
    // The page that only the wallet has waits for no server.
    expect(good(await device.unsentOf(MAY.account))).toEqual({ drafts: 1, commands: 0, files: 1, papers: 1 });
    good(await device.forget(MAY.account));
    expect(good(await device.recall(null))).toBeNull();
    expect(good(await good(await device.open(MAY.account)).store.listDrafts())).toEqual([]);
    await harness.stop();
  });

  it('keeps the debt of a sign-out across restarts', async () => {
    const { harness, deps } = indexedDbPhone();
    expect(good(await openDevice(deps).owesSignOut())).toBe(false);
    good(await openDevice(deps).oweSignOut(true));
    expect(good(await openDevice(deps).owesSignOut())).toBe(true);
    await harness.stop();
  });
});

describe('the two layers of the disk in memory', () => {
  const strictly = () => memoryDisk({ clock: tick(), ids });

  it('a killed program leaves what was complete and is answered no more', async () => {
    const disk = strictly();
    const store = good(await disk.open('a'));
    const saved = good(await store.saveDraft(draft()));
    disk.kill();
    const never = await Promise.race([store.listDrafts(), Promise.resolve('unanswered')]);
    expect(never).toBe('unanswered');
    expect(good(await good(await disk.open('a')).listDrafts())).toEqual([saved]);
  });

  it('a power cut drops a suffix of relaxed writes and nothing before a strict one', async () => {
    const disk = strictly();
    const store = good(await disk.open('a'));
    good(await store.sync.log({ at: 1, what: 'wake', result: 'before' }));
    good(await store.saveDraft(draft()));
    for (const at of [2, 3, 4]) good(await store.sync.log({ at, what: 'wake', result: 'after' }));
    disk.powerCut({ next: () => 0.3 });
    const again = good(await disk.open('a'));
    expect(good(await again.listDrafts())).toHaveLength(1);
    expect(good(await again.readLog()).map((line) => line.at)).toEqual([1, 2]);
  });

  it('a planted weakness loses an outbox entry', async () => {
    const disk = memoryDisk({ clock: tick(), ids, relaxed: new Set(['enqueue']) });
    const store = good(await disk.open('a'));
    good(await store.enqueue({ type: 'withdraw', dossier: uuid(50), reason: '' }, { commandId: uuid(1), madeAt: 1 }));
    disk.powerCut({ next: () => 0 });
    expect(good(await good(await disk.open('a')).listOutbox())).toEqual([]);
  });
});

const MAY: Me = {
  account: 'account-of-may',
  name: 'LÝ THỊ MẨY',
  kind: 'resident',
  unit: null,
  person: { name: 'LÝ THỊ MẨY', phone: '0987654321' },
};

type Rows = { get: (key: string | number) => Promise<Record<string, unknown>>; put: (row: unknown) => Promise<void> };

/** A phone on fake-indexeddb whose storage can be cleared, and whose transactions can be made to fail as browsers make them fail. */
function indexedDbPhone() {
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

  return { harness, deps, raw, everything, failCommit, clear };
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
