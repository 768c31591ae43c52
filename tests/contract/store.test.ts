import { describe, expect, it, vi } from 'vitest';
import { ids } from '#platform/ambient.ts';
import { openAccountStore } from '#platform/store/account-store.ts';
import { openDevice } from '#platform/store/device.ts';
import type { Me } from '#protocol/http.ts';
import { EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';
import { memoryDisk } from '#tests/support/memory-disk.ts';
import { storeRotContract } from './store-rot.contract.ts';
import { storeSyncContract } from './store-sync.contract.ts';
import { storeWalletContract } from './store-wallet.contract.ts';
import { storeAnswersContract } from './store-answers.contract.ts';
import { storeContract } from './store.contract.ts';
import { storeDraftsContract } from './store-drafts.contract.ts';
import { storeUnsentContract } from './store-unsent.contract.ts';
import { draft, good, uuid, type StoreHarness } from './store-kit.ts';
import { indexedDbPhone, tick } from './store-phone.ts';

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
  storeUnsentContract,
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
    good(await store.keepSearches(() => ['CANARY-SEARCH']));
    good(await store.keepFavourites(() => [{ code: 'CANARY-CODE', name: 'CANARY-NAME' }]));
    good(await store.keepLooks(() => [{ code: 'CANARY-LOOK', rev: 1, at: 1, parts: { name: 'CANARY-PART' } }]));

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

  it.each(['with', 'without'])(
    'leaves alone what another tab has made there since, %s the browser saying so',
    async (event) => {
      const { harness, deps, clear } = indexedDbPhone();
      const { store: first, alive } = good(await openDevice(deps).open(MAY.account));
      good(await first.saveDraft(draft(1)));
      await clear(event === 'with');
      const second = good(await openDevice(deps).open(MAY.account)).store;
      const saved = good(await second.saveDraft(draft(2)));
      const entry = good(
        await second.enqueue({ type: 'withdraw', dossier: uuid(50), reason: '' }, { commandId: uuid(100), madeAt: 5 }),
      );
      expect(await first.listDrafts()).toEqual({ ok: false, failure: { code: 'lost' } });
      expect(await first.listOutbox()).toEqual({ ok: false, failure: { code: 'lost' } });
      expect(await first.saveDraft(draft(3))).toEqual({ ok: false, failure: { code: 'lost' } });
      expect(alive()).toBe(false);
      expect(good(await second.listDrafts())).toEqual([saved]);
      expect(good(await second.listOutbox())).toEqual([entry]);
      expect(good(await second.listAside())).toEqual([]);
      await harness.stop();
    },
  );

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
    const lost = { drafts: 1, commands: 0, files: 1, papers: 1, dossiers: 0, receipts: 0 };
    expect(good(await device.unsentOf(MAY.account))).toEqual(lost);
    good(await device.forget(MAY.account));
    expect(good(await device.recall(null))).toBeNull();
    expect(good(await good(await device.open(MAY.account)).store.listDrafts())).toEqual([]);
    await harness.stop();
  });

  it('opens once its program has come through after all', async () => {
    const { harness, deps } = indexedDbPhone();
    let cut = 2;
    vi.doMock('dexie', async (original) => {
      if (cut-- > 0) throw new TypeError('Failed to fetch dynamically imported module');
      return original();
    });
    const device = openDevice(deps);
    await expect(device.open(MAY.account)).rejects.toThrow();
    await expect(device.owesSignOut()).rejects.toThrow();
    const { store } = good(await device.open(MAY.account));
    good(await store.saveDraft(draft()));
    expect(good(await device.owesSignOut())).toBeNull();
    vi.doUnmock('dexie');
    await harness.stop();
  });

  it('keeps the debt of a sign-out across restarts', async () => {
    const { harness, deps } = indexedDbPhone();
    expect(good(await openDevice(deps).owesSignOut())).toBeNull();
    good(await openDevice(deps).oweSignOut(true, MAY.account, MAY.account));
    expect(good(await openDevice(deps).owesSignOut())).toEqual({ by: MAY.account });
    good(await openDevice(deps).oweSignOut(true));
    expect(good(await openDevice(deps).owesSignOut())).toEqual({ by: undefined });
    good(await openDevice(deps).oweSignOut(false));
    expect(good(await openDevice(deps).owesSignOut())).toBeNull();
    await harness.stop();
  });
});

describe('a sign-out that was cut short', () => {
  const leftHalfway = async () => {
    const phone = indexedDbPhone();
    const device = openDevice(phone.deps);
    good(await good(await device.activate(MAY)).store.saveDraft(draft()));
    good(await device.oweSignOut(true, MAY.account, MAY.account));
    return phone;
  };

  it('goes on before anybody is recalled, and is owed as before', async () => {
    const { harness, deps, indexedDB } = await leftHalfway();
    const device = openDevice(deps);
    expect(good(await device.recall(null))).toBeNull();
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['banso-device']);
    expect(good(await device.owesSignOut())).toEqual({ by: MAY.account });
    // Once is enough: what has come since is nothing of it.
    good(await device.activate(MAY));
    expect(good(await openDevice(deps).recall(null))?.me).toEqual(MAY);
    await harness.stop();
  });

  it('shows nothing of what cannot be deleted yet, and hinders nobody else', async () => {
    const { harness, deps, indexedDB } = await leftHalfway();
    const remove = indexedDB.deleteDatabase.bind(indexedDB);
    indexedDB.deleteDatabase = () => {
      throw new DOMException('Internal error', 'UnknownError');
    };
    expect(good(await openDevice(deps).recall(null))).toBeNull();
    const other = { ...MAY, account: 'account-of-vang' };
    good(await openDevice(deps).activate(other));
    expect(good(await openDevice(deps).recall(other.account))?.me).toEqual(other);
    indexedDB.deleteDatabase = remove;
    expect(good(await openDevice(deps).recall(other.account))?.me).toEqual(other);
    expect(await indexedDB.databases()).toHaveLength(2);
    await harness.stop();
  });

  it('takes nothing from whoever has signed in again since', async () => {
    const { harness, deps } = await leftHalfway();
    const device = openDevice(deps);
    expect(good(await device.recall(MAY.account))?.me).toEqual(MAY);
    good(await device.activate(MAY));
    const again = good(await openDevice(deps).recall(null));
    expect(again?.me).toEqual(MAY);
    expect(good(await again!.open.store.listDrafts())).toHaveLength(1);
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
