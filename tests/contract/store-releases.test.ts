import { IDBDatabase as FakeDatabase, IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { must } from '#core/assert.ts';
import type { Dossier, Uuid } from '#core/dossier/dossier.ts';
import { fold } from '#core/dossier/fold.ts';
import type { AccountStore, SyncTransport } from '#core/ports.ts';
import { startSyncEngine } from '#core/sync/engine.ts';
import type { SyncResponse } from '#core/sync/messages.ts';
import { hasher, ids, timers } from '#platform/ambient.ts';
import { openAccountStore } from '#platform/store/account-store.ts';
import { databaseOf, type StoreDeps } from '#platform/store/connection.ts';
import { ACCOUNT_TABLES } from '#platform/store/tables.ts';
import { changesInV2 } from '#protocol/v2.ts';
import { acceptance, answer, change, draft, good, OWN, record, submission, submittedEvent, uuid } from './store-kit.ts';

const ACCOUNT = 'account-of-may';
const DEVICE = uuid(900);
const SAVED = { ...draft(1), rev: 3, attachments: [{ document: 'idCard', files: [OWN.file] }] };
const SENT = { ...draft(2), rev: 1, attachments: [{ document: 'idCard', files: [OWN.file] }] };
const COMMAND = { id: uuid(100), seq: 1, madeAt: 5, intent: submission(SENT) };

afterEach(() => vi.restoreAllMocks());

describe('a store of the first release', () => {
  it('STORE-1 is all there, and what waits in it goes out', async () => {
    const phone = await firstRelease();
    const { store } = good(await openAccountStore(ACCOUNT, phone.deps));
    expect(good(await store.listDrafts())).toEqual([SAVED]);
    const [entry] = good(await store.listOutbox());
    expect(entry).toMatchObject({ command: COMMAND, files: [OWN.file], refusal: null });
    expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
    expect(good(await store.listAside())).toEqual([]);

    const server = listener(must(entry, 'entry'));
    const engine = startSyncEngine({
      store: store.sync,
      transport: server.transport,
      clock: phone.deps.clock,
      timers,
      chance: { next: () => 0.5 },
    });
    await vi.waitFor(() => expect(server.uploaded).toEqual([OWN.bytes]), { timeout: 10_000 });
    engine.stop();
    expect(server.commands).toEqual([COMMAND]);
    expect(server.device()).toBe(DEVICE);
    expect(good(await store.listOutbox())).toEqual([]);
    expect(good(await store.listDossiers())).toMatchObject([{ id: SENT.id, status: 'registered' }]);
    expect(good(await store.listDrafts())).toEqual([SAVED]);
    store.close();
  });

  it.each(['aside', 'wallet'])(
    'STORE-2 is whole after a migration that stopped at %s, and migrates the next time',
    async (table) => {
      const phone = await firstRelease();
      const before = await phone.everything();
      const { createObjectStore } = FakeDatabase.prototype;
      const create = vi.spyOn(FakeDatabase.prototype, 'createObjectStore').mockImplementation(function (
        this: IDBDatabase,
        ...args
      ) {
        if (args[0] === table) throw new DOMException('the tab was closed', 'AbortError');
        return createObjectStore.apply(this, args);
      });
      expect(await openAccountStore(ACCOUNT, phone.deps)).toEqual({ ok: false, failure: { code: 'lost' } });
      expect(create).toHaveBeenCalled();
      vi.restoreAllMocks();
      expect(await phone.everything()).toEqual(before);
      const { store } = good(await openAccountStore(ACCOUNT, phone.deps));
      expect(good(await store.listDrafts())).toEqual([SAVED]);
      expect(good(await store.listOutbox())).toHaveLength(1);
      store.close();
    },
  );
});

describe('a store that protocol 1 has told of dossiers', () => {
  const [TOLD, FORGOTTEN] = [uuid(21), uuid(22)];
  const beginning = (id: string) => change(1, id, 1, submittedEvent(5, []));
  const received = change(2, TOLD, 2, { type: 'received', promisedDay: null });
  const stopped = change(2, TOLD, 2, { type: 'notAccepted', reason: 'mờ' });
  const after = (store: AccountStore) => async (response: SyncResponse) => {
    const recorded = good(await record(store, response));
    const dossiers = good(await store.listDossiers());
    return { recorded, statuses: new Map(dossiers.map(({ id, status }) => [id, status])) };
  };

  it('STORE-6 hears all of them again, since the server may have gone back without a word it could have understood', async () => {
    const phone = await firstRelease({
      cursor: 3,
      dossiers: [
        must(fold(TOLD, [beginning(TOLD).event, received.event]), 'a dossier'),
        must(fold(FORGOTTEN, [beginning(FORGOTTEN).event]), 'another'),
      ],
    });
    const { store } = good(await openAccountStore(ACCOUNT, phone.deps));
    expect(good(await store.sync.start())).toMatchObject({ cursor: 0, epoch: null });
    const hear = after(store);
    const first = await hear(answer({ changes: [beginning(TOLD)], cursor: 1, more: true }));
    // In the middle of it nothing is said to be on no server yet.
    expect(good(await store.listUntold())).toEqual([{ dossier: FORGOTTEN, isLost: false }]);
    expect(first.recorded.cursor).toBe(1);
    const second = await hear(answer({ changes: [stopped], cursor: 2 }));
    expect(second.statuses).toEqual(
      new Map([
        [TOLD, 'notAccepted'],
        [FORGOTTEN, 'registered'],
      ]),
    );
    expect(good(await store.listUntold())).toEqual([{ dossier: FORGOTTEN, isLost: true }]);
    // Once is enough.
    expect(good(await store.sync.start())).toMatchObject({ cursor: 2 });
    store.close();
    const again = good(await openAccountStore(ACCOUNT, phone.deps)).store;
    expect(good(await again.sync.start())).toMatchObject({ cursor: 2 });
    again.close();
  });

  it('STORE-9 hears again, in today’s words, what protocol 2 had to say in others', async () => {
    const photo = (letter: string) => ({ ...OWN.file, hash: letter.repeat(64) });
    const paper = (letter: string) => [{ document: 'idCard', files: [photo(letter)] }];
    const sent = change(1, TOLD, 1, submittedEvent(5, [photo('c')]));
    const again = change(2, TOLD, 2, {
      type: 'papersReplaced',
      lost: ['c'.repeat(64)],
      attachments: paper('d'),
      claimedAt: 5,
    });
    const [, standIn] = changesInV2([sent, again]);
    const dossier = must(fold(TOLD, [sent.event, must(standIn, 'stand-in').event]), 'a dossier');
    const phone = await firstRelease({ cursor: 2, epoch: answer().epoch, dossiers: [dossier] });
    const { store } = good(await openAccountStore(ACCOUNT, phone.deps));
    const { cursor } = good(await store.sync.start());
    expect(cursor).toBe(0);
    good(await record(store, answer({ changes: [sent, again], cursor: 2 })));
    expect(good(await store.listDossiers())).toMatchObject([{ attachments: paper('d'), refundsOpened: 0 }]);
    expect(good(await store.listUntold())).toEqual([]);
    store.close();
  });

  it('STORE-7 fills the place of a command it let go of, so that those behind it go out', async () => {
    const phone = await firstRelease({ seq: 3, waiting: 3 });
    const { store } = good(await openAccountStore(ACCOUNT, phone.deps));
    // Numbers 1 and 2 were acknowledged in its time, and the server that came back has the first alone.
    const { resend } = good(await record(store, answer({ lastSeq: 1 })));
    expect(resend.map(({ seq }) => seq)).toEqual([2]);
    const { commands } = good(await store.sync.outgoing([2, 3], 0));
    expect(commands).toMatchObject([
      { seq: 2, intent: { type: 'void' } },
      { seq: 3, id: COMMAND.id },
    ]);
    store.close();
  });

  it('STORE-8 takes nothing that waits for something acknowledged', async () => {
    const phone = await firstRelease();
    const { store } = good(await openAccountStore(ACCOUNT, phone.deps));
    expect(good(await record(store, answer({ lastSeq: 0 }))).resend).toEqual([]);
    expect(good(await store.listOutbox())).toMatchObject([{ command: COMMAND }]);
    store.close();
  });
});

describe('a store of the release before the wallet', () => {
  it('STORE-5 is all there, with an empty wallet that takes what it has', async () => {
    const phone = await firstRelease();
    await phone.upgrade(30, (db) => {
      const kept = db.createObjectStore('kept', { keyPath: 'seq' });
      kept.createIndex('at', 'at');
      kept.createIndex('files', 'files', { multiEntry: true });
      db.createObjectStore('receipts', { keyPath: 'id' }).createIndex('dossier', 'dossier');
      db.createObjectStore('standings', { keyPath: 'id' });
      const aside = db.createObjectStore('aside', { keyPath: 'id' });
      aside.createIndex('command', 'command');
      aside.createIndex('files', 'files', { multiEntry: true });
    });
    const { store } = good(await openAccountStore(ACCOUNT, phone.deps));
    expect(good(await store.listWallet())).toEqual([]);
    expect(good(await store.listDrafts())).toEqual([SAVED]);
    expect(good(await store.listOutbox())).toMatchObject([{ command: COMMAND }]);
    const paper = { id: uuid(300), rev: 0, kind: 'identityCard', files: [OWN.file], whose: '', validTo: null } as const;
    good(await store.keepPaper({ ...paper, keptAt: 9 }));
    good(await store.dropDraft(SAVED.id));
    expect(good(await store.findFile(OWN.file.hash))).toEqual(OWN.bytes);
    store.close();
  });
});

describe('a store of a later release', () => {
  const NEWER = { ok: false, failure: { code: 'newer' } };

  it('STORE-3 is not opened, and stays as it is', async () => {
    const phone = await firstRelease();
    good(await openAccountStore(ACCOUNT, phone.deps)).store.close();
    await phone.upgrade();
    const before = await phone.everything();
    expect(await openAccountStore(ACCOUNT, phone.deps)).toEqual(NEWER);
    expect(await openAccountStore(ACCOUNT, phone.deps)).toEqual(NEWER);
    expect(await phone.everything()).toEqual(before);
  });

  it('STORE-4 made under a running page is not written by it any more', async () => {
    const phone = await firstRelease();
    const { store } = good(await openAccountStore(ACCOUNT, phone.deps));
    good(await store.listDrafts());
    // The connection gives way to the newer app in the other tab.
    await phone.upgrade();
    const before = await phone.everything();
    expect(await store.saveDraft(SAVED)).toEqual(NEWER);
    expect(await store.listDrafts()).toEqual(NEWER);
    expect(await phone.everything()).toEqual(before);
    store.close();
  });
});

/**
 * A phone as the first release left it: its tables, its records and its sealing, written out here and never changed
 * with the program. A draft and a submission that waits, with one photo between them.
 */
async function firstRelease({
  seq = 1,
  waiting = 1,
  cursor = 0,
  epoch,
  dossiers = [],
}: {
  readonly seq?: number;
  readonly waiting?: number;
  readonly cursor?: number;
  readonly epoch?: Uuid;
  readonly dossiers?: readonly Dossier[];
} = {}) {
  const indexedDB = new IDBFactory();
  let now = 1_000;
  const deps: StoreDeps = {
    clock: { now: () => ++now },
    ids,
    hasher,
    askToPersist: () => undefined,
    idb: { indexedDB, IDBKeyRange },
  };
  const name = await databaseOf(ACCOUNT, hasher);
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const seal = async (table: string, id: string | number, content: Uint8Array<ArrayBuffer>) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const additionalData = new TextEncoder().encode(`${table}|${id}`);
    return { iv, body: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, content) };
  };
  const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const entry = {
    command: { ...COMMAND, seq: waiting },
    bytes: text(COMMAND).length,
    files: [OWN.file],
    refusal: null,
  };
  const { hash } = OWN.file;
  const rows: Readonly<Record<string, unknown>> = {
    keys: { id: 'account', key },
    state: { id: 'state', device: DEVICE, seq, cursor, recordings: 0, contact: null, ...(epoch && { epoch }) },
    drafts: { ...(await seal('drafts', SAVED.id, text(SAVED))), id: SAVED.id, rev: SAVED.rev, files: [hash] },
    files: { ...(await seal('files', hash, Uint8Array.from(OWN.bytes))), hash },
    progress: { ...OWN.file, sent: 0 },
    outbox: { ...(await seal('outbox', waiting, text(entry))), seq: waiting, id: COMMAND.id, files: [hash] },
    log: { ...(await seal('log', 1, text({ at: 1, what: 'wake', result: 'ok' }))), n: 1 },
  };

  const told = await Promise.all(
    dossiers.map(async (dossier) => ({
      ...(await seal('dossiers', dossier.id, text(dossier))),
      id: dossier.id,
      waiting: [],
      ...(epoch && { epoch }),
    })),
  );

  const creating = indexedDB.open(name, 10);
  creating.addEventListener('upgradeneeded', () => {
    const db = creating.result;
    db.createObjectStore('keys', { keyPath: 'id' });
    db.createObjectStore('state', { keyPath: 'id' });
    db.createObjectStore('drafts', { keyPath: 'id' }).createIndex('files', 'files', { multiEntry: true });
    db.createObjectStore('files', { keyPath: 'hash' });
    db.createObjectStore('progress', { keyPath: 'hash' });
    const outbox = db.createObjectStore('outbox', { keyPath: 'seq' });
    outbox.createIndex('id', 'id', { unique: true });
    outbox.createIndex('files', 'files', { multiEntry: true });
    db.createObjectStore('dossiers', { keyPath: 'id' }).createIndex('waiting', 'waiting', { multiEntry: true });
    db.createObjectStore('log', { keyPath: 'n' });
  });
  const first = await opened(creating);
  const writing = first.transaction([...Object.keys(rows), 'dossiers'], 'readwrite');
  for (const [table, row] of Object.entries(rows)) writing.objectStore(table).put(row);
  for (const row of told) writing.objectStore('dossiers').put(row);
  await new Promise((resolve) => writing.addEventListener('complete', resolve));
  first.close();

  /** Every record of every table. */
  const everything = async (): Promise<Record<string, unknown>> => {
    const db = await opened(indexedDB.open(name));
    const found: Record<string, unknown> = {};
    for (const table of db.objectStoreNames)
      found[table] = await opened(db.transaction(table).objectStore(table).getAll());
    db.close();
    return found;
  };
  /** Another release opens it: one after this, unless said otherwise. */
  const upgrade = async (
    version = (ACCOUNT_TABLES.length + 1) * 10,
    alter = (db: IDBDatabase) => void db.createObjectStore('later', { keyPath: 'id' }),
  ): Promise<void> => {
    const opening = indexedDB.open(name, version);
    opening.addEventListener('upgradeneeded', () => alter(opening.result));
    (await opened(opening)).close();
  };
  return { deps, everything, upgrade };
}

/** A server that takes the one submission and its photo. */
function listener(entry: Parameters<typeof acceptance>[0]) {
  const commands: unknown[] = [];
  const uploaded: Uint8Array[] = [];
  let device = '';
  const transport: SyncTransport = {
    exchange: async (request) => {
      device = request.device;
      commands.push(...request.commands);
      return { ok: true, response: acceptance(entry, { missing: uploaded.length === 0 ? [OWN.file] : [] }), bytes: 1 };
    },
    upload: async (_file, bytes) => {
      uploaded.push(bytes);
      return { ok: true };
    },
  };
  return { transport, commands, uploaded, device: () => device };
}

function opened<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('request failed')));
  });
}
