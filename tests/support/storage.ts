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
