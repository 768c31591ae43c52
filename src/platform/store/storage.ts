/** Bytes used and allowed for this origin; null where the browser does not say. */
export type StorageReport = {
  readonly usage: number | null;
  readonly quota: number | null;
  readonly persisted: boolean;
};

/** The browser's own estimate. It can claim free space that is not there: a full phone shows in a failed write. */
export async function storageReport(): Promise<StorageReport> {
  const storage = manager();
  const estimate = await storage?.estimate?.().catch(() => null);
  const persisted = await storage?.persisted?.().catch(() => false);
  return { usage: estimate?.usage ?? null, quota: estimate?.quota ?? null, persisted: persisted ?? false };
}

/** Asks the browser never to evict this origin's storage; true when it promised. */
export async function persist(): Promise<boolean> {
  return (await (manager() as Partial<StorageManagerInWindow> | null)?.persist?.().catch(() => false)) ?? false;
}

type StorageManagerInWindow = { readonly persist: () => Promise<boolean> };

/** Absent in old WebViews and outside secure contexts, whatever the types say. */
function manager(): Partial<StorageManager> | null {
  return (navigator as { readonly storage?: StorageManager }).storage ?? null;
}
