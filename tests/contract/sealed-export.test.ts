import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import { hasher, ids } from '#platform/ambient.ts';
import { databaseOf, type StoreDeps } from '#platform/store/connection.ts';
import { openDevice } from '#platform/store/device.ts';
import { openSession } from '#platform/page/session.ts';
import type { Me } from '#protocol/http.ts';
import { draft, good, OWN, uuid } from './store-kit.ts';

const MAY: Me = {
  account: 'account-of-may',
  name: 'LÝ THỊ MẨY',
  kind: 'resident',
  unit: null,
  person: { name: 'LÝ THỊ MẨY' },
};
const CANARIES = ['CANARY', 'LÝ THỊ MẨY', '010192004512', 'trâu', 'account-of-may'];

test('EXPORT-1 a sealed copy has every record as it lies, and names nobody', async () => {
  const phone = phoneOf();
  const { store } = good(await phone.device.activate(MAY));
  good(await store.addFile(draft(), 'idCard', OWN.file, OWN.bytes));
  const intent = { type: 'withdraw', dossier: uuid(50), reason: 'CANARY-REASON' } as const;
  good(await store.enqueue(intent, { commandId: uuid(100), madeAt: 5 }));
  good(await store.keepSearches(() => ['CANARY-SEARCH']));

  const copy = await read(good(await phone.device.sealedCopy()));
  for (const canary of CANARIES) expect(copy.all.includes(Buffer.from(canary)), canary).toBe(false);
  expect(copy.head).toMatchObject({ format: 'banso-sealed-store', version: 1, madeAt: 7 });
  const lies = await phone.rows('drafts');
  const [row] = copy.rows('drafts');
  expect(row).toMatchObject({ id: uuid(1), rev: 1, files: [OWN.file.hash] });
  expect(copy.bytes(row?.['body'])).toEqual(Buffer.from(lies[0]?.['body'] as ArrayBuffer));
  expect(copy.bytes(row?.['iv'])).toEqual(Buffer.from(lies[0]?.['iv'] as Uint8Array));
  expect(copy.rows('outbox')).toMatchObject([{ seq: 1, id: uuid(100), dossier: uuid(50) }]);
  expect(copy.rows('files')).toHaveLength(1);
  // The key cannot leave the phone.
  expect(copy.rows('keys')).toEqual([{ id: 'account', key: null }]);
});

test('EXPORT-2 what was put aside is in it, whole', async () => {
  const phone = phoneOf();
  const { store } = good(await phone.device.activate(MAY));
  good(await store.saveDraft(draft()));
  const [before] = await phone.rows('drafts');
  const spoilt = { ...before, body: new Uint8Array([1, 2, 3]).buffer };
  await phone.put('drafts', spoilt);
  expect(good(await store.listDrafts())).toEqual([]);
  const copy = await read(good(await phone.device.sealedCopy()));
  const [aside] = copy.rows('aside');
  expect(aside).toMatchObject({ table: 'drafts', key: uuid(1), row: { id: uuid(1), rev: 1 } });
  expect(copy.bytes(must(aside?.['row'] as Row | undefined, 'the row')['body'])).toEqual(Buffer.from([1, 2, 3]));
});

test('EXPORT-3 a store that a later release has made is copied all the same, and said to be shut', async () => {
  const phone = phoneOf();
  const { store } = good(await phone.device.activate(MAY));
  good(await store.saveDraft(draft()));
  store.close();
  await phone.upgrade();
  // The app starts without network: it cannot say who this is, and does not say that it is nobody.
  const session = sessionOn(openDevice(phone.deps));
  await session.refresh();
  expect(session.state()).toEqual({ settled: true, me: null, server: 'unknown', shut: { code: 'newer' } });
  expect(await session.open(MAY.account)).toEqual({ ok: false, failure: { code: 'newer' } });
  const copy = await read(good(await session.sealedCopy()));
  expect(copy.rows('drafts')).toHaveLength(1);
  expect(copy.rows('later')).toEqual([]);
});

test('EXPORT-4 where nothing is kept there is no copy, and none is made of nothing', async () => {
  const phone = phoneOf();
  expect(await phone.device.sealedCopy()).toEqual({ ok: false, failure: { code: 'lost' } });
  good(await phone.device.activate(MAY)).store.close();
  await settled(phone.indexedDB.deleteDatabase(await phone.name()));
  expect(await openDevice(phone.deps).sealedCopy()).toEqual({ ok: false, failure: { code: 'lost' } });
  expect((await phone.indexedDB.databases()).map(({ name }) => name)).toEqual(['banso-device']);
});

type Row = Record<string, unknown>;

function phoneOf() {
  const indexedDB = new IDBFactory();
  const idb = { indexedDB, IDBKeyRange };
  const deps: StoreDeps = { clock: { now: () => 7 }, ids, hasher, askToPersist: () => undefined, idb };
  const name = () => databaseOf(MAY.account, hasher);
  const raw = async <T>(work: (db: IDBDatabase) => Promise<T>, version?: number): Promise<T> => {
    const opening = indexedDB.open(await name(), version);
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore('later', { keyPath: 'id' }));
    const db = await settled(opening);
    const value = await work(db);
    db.close();
    return value;
  };
  return {
    indexedDB,
    deps,
    name,
    device: openDevice(deps),
    rows: (table: string) => raw<Row[]>((db) => settled(db.transaction(table).objectStore(table).getAll())),
    put: (table: string, row: unknown) =>
      raw((db) => settled(db.transaction(table, 'readwrite').objectStore(table).put(row))),
    upgrade: () => raw(async () => undefined, 990),
  };
}

function sessionOn(device: ReturnType<typeof openDevice>) {
  return openSession({
    hasMemory: () => Promise.resolve(true),
    device: () => Promise.resolve(device),
    identify: () => Promise.resolve({ kind: 'unknown' }),
    endSession: () => Promise.resolve(false),
    whose: { account: () => null, forget: () => undefined },
    signInUrl: (returnTo) => returnTo,
    tabs: { postMessage: () => undefined, addEventListener: () => undefined },
    follow: () => undefined,
  });
}

/** A sealed copy as whoever gets it reads it. */
async function read(copy: Blob) {
  const all = Buffer.from(await copy.arrayBuffer());
  const end = all.indexOf('\n');
  const head = JSON.parse(all.subarray(0, end).toString()) as { tables: { name: string; rows: Row[] }[] };
  const bodies = all.subarray(end + 1);
  return {
    all,
    head,
    rows: (table: string) => head.tables.find(({ name }) => name === table)?.rows ?? [],
    bytes: (value: unknown) => {
      const [at, length] = (value as { bytes: [number, number] }).bytes;
      return bodies.subarray(at, at + length);
    },
  };
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('request failed')));
  });
}
