import type { Page } from 'playwright-core';

/** What a browser that is short of room throws away: an origin's storage as a whole, and never its cookies. */
const EVICTED = 'indexeddb,local_storage,cache_storage,service_workers,file_systems';

/** Clears the storage of an origin as an eviction does, under whatever pages are open. */
export async function evict(page: Page, origin: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: EVICTED });
  await devtools.detach();
}

/** Deletes the databases of people from within a page, as a script or a sign-out elsewhere would. */
export async function deleteDatabases(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    for (const { name = '' } of databases.filter((one) => one.name?.startsWith('banso-'))) {
      await new Promise((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase(name);
        deleting.addEventListener('success', resolve);
        deleting.addEventListener('error', () => reject(new Error(name)));
      });
    }
  });
}

/** The page leaves the front: what is typed is written, and drafts travel. */
export async function putAway(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

/** And comes back. */
export async function takeUp(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

type Spoilt = readonly [table: string, key: string | number];

/** Alters a byte in sealed records of whoever uses the phone, as a worn flash does. */
export async function spoilRecords(page: Page, records: readonly Spoilt[]): Promise<void> {
  await page.evaluate(async (wanted) => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error(String(request.error))));
      });
    for (const { name = '' } of await indexedDB.databases()) {
      if (!/^banso-[0-9a-f]{16}$/.test(name)) continue;
      const db = await done(indexedDB.open(name));
      for (const [table, key] of wanted) {
        const row = (await done(db.transaction(table).objectStore(table).get(key))) as { body: ArrayBuffer };
        const body = new Uint8Array(row.body.slice(0));
        body[0] = (body[0] ?? 0) ^ 1;
        const rows = db.transaction(table, 'readwrite').objectStore(table);
        await done(rows.put({ ...row, body: body.buffer }));
      }
      db.close();
    }
  }, records);
}

/** Opens the stores of people in a later version than the app knows, as a newer release in another tab would. */
export async function openNewerStore(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (const { name = '', version = 1 } of await indexedDB.databases()) {
      if (!/^banso-[0-9a-f]{16}$/.test(name)) continue;
      await new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(name, version + 10);
        opening.addEventListener('success', () => resolve(opening.result.close()));
        opening.addEventListener('error', () => reject(new Error(name)));
      });
    }
  });
}

/**
 * Takes all the room this origin has, as a phone full of films would, down to pieces of so many bytes. By way of
 * IndexedDB, whose view of the room left is up to half a minute old where others took it. The room there is has to be
 * set (`Storage.overrideQuotaForOrigin`) before anything is kept: a limit does not reach databases that are open.
 */
export async function fillUp(page: Page, smallest = 128): Promise<void> {
  await page.evaluate(async (least) => {
    const films = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('films');
      opening.addEventListener('upgradeneeded', () =>
        opening.result.createObjectStore('films', { autoIncrement: true }),
      );
      opening.addEventListener('success', () => resolve(opening.result));
      opening.addEventListener('error', () => reject(new Error('films')));
    });
    const keep = (film: Uint8Array) =>
      new Promise<boolean>((resolve) => {
        const keeping = films.transaction('films', 'readwrite');
        keeping.addEventListener('complete', () => resolve(true));
        keeping.addEventListener('abort', () => resolve(false));
        keeping.objectStore('films').add(film);
      });
    for (let size = 1024 * 1024; size >= least; size = size >> 1) {
      const film = new Uint8Array(size);
      do {
        for (let from = 0; from < size; from += 65_536) crypto.getRandomValues(film.subarray(from, from + 65_536));
      } while (await keep(film));
    }
    films.close();
  }, smallest);
}

/** The films are deleted. */
export async function makeRoom(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase('films');
        deleting.addEventListener('success', () => resolve());
        deleting.addEventListener('error', () => reject(new Error('films')));
      }),
  );
}

/**
 * Keeps the stores of people to a page of this origin that is not the app, by a transaction that does not end: whatever
 * is asked of them elsewhere has no answer until it is let go.
 */
export async function holdStores(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(async () => {
    const held = globalThis as { letGo?: boolean };
    held.letGo = false;
    for (const { name = '' } of await indexedDB.databases()) {
      if (!/^banso-[0-9a-f]{16}$/.test(name)) continue;
      await new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('error', () => reject(new Error(name)));
        opening.addEventListener('success', () => {
          const db = opening.result;
          const holding = db.transaction([...db.objectStoreNames], 'readwrite');
          const ask = (): void => {
            resolve();
            if (held.letGo !== true) holding.objectStore('state').count().addEventListener('success', ask);
          };
          ask();
          holding.addEventListener('complete', () => db.close());
        });
      });
    }
  });
  return () =>
    page.evaluate(() => {
      (globalThis as { letGo?: boolean }).letGo = true;
    });
}
