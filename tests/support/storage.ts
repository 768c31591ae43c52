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
