import { isRot } from './failure.ts';

/** What tells a reader of the file what it is. */
const FORMAT = { format: 'banso-sealed-store', version: 1 };

/**
 * A database as it lies on the phone, for keeping: a line of JSON that says what follows, then the sealed bytes one
 * after another (`{bytes: [offset, length]}` in a row stands for them). Rows are as in the store, so whatever is readable
 * there names nobody: keys, revisions, counters, hashes. The account's key cannot be read out, and stays behind. Reads
 * without the app's own idea of the tables, and so also what a later release has made. Null when there is none.
 */
export async function sealedExport(database: string, idb: IDBFactory, madeAt: number): Promise<Blob | null> {
  const db = await openAsItIs(database, idb);
  if (!db) return null;
  try {
    const bodies: Uint8Array<ArrayBuffer>[] = [];
    const tables = [];
    for (const name of db.objectStoreNames) tables.push(await tableOf(db, name, bodies));
    const head = { ...FORMAT, madeAt, database, storeVersion: db.version, tables };
    return new Blob([`${JSON.stringify(head)}\n`, ...bodies], { type: 'application/octet-stream' });
  } finally {
    db.close();
  }
}

async function tableOf(db: IDBDatabase, name: string, bodies: Uint8Array<ArrayBuffer>[]) {
  const rows: unknown[] = [];
  const unreadable: IDBValidKey[] = [];
  const store = () => db.transaction(name).objectStore(name);
  for (const key of await settled(store().getAllKeys())) {
    try {
      const row: unknown = await settled(store().get(key));
      rows.push(described(row, bodies));
    } catch (error) {
      if (!isRot(error)) throw error;
      unreadable.push(key);
    }
  }
  return { name, rows, unreadable };
}

/** A value as JSON can say it; its bytes go to the end of the file. */
function described(value: unknown, bodies: Uint8Array<ArrayBuffer>[]): unknown {
  if (value instanceof ArrayBuffer) return put(new Uint8Array(value), bodies);
  if (ArrayBuffer.isView(value)) {
    return put(Uint8Array.from(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)), bodies);
  }
  if (value instanceof CryptoKey) return null;
  if (Array.isArray(value)) return value.map((each) => described(each, bodies));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, described(inner, bodies)]));
}

function put(bytes: Uint8Array<ArrayBuffer>, bodies: Uint8Array<ArrayBuffer>[]) {
  const offset = bodies.reduce((sum, each) => sum + each.length, 0);
  bodies.push(bytes);
  return { bytes: [offset, bytes.length] };
}

/** Opens a database in whatever version it is; null, and none is made, when it is not there. */
async function openAsItIs(name: string, idb: IDBFactory): Promise<IDBDatabase | null> {
  const opening = idb.open(name);
  let made = false;
  opening.addEventListener('upgradeneeded', () => {
    made = true;
    opening.transaction?.abort();
  });
  try {
    return await settled(opening);
  } catch (error) {
    if (made) return null;
    throw error;
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('request failed')));
  });
}
