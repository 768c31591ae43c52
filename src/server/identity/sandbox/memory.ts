import type { Adapter, AdapterPayload } from 'oidc-provider';

type Entry = { readonly payload: AdapterPayload; readonly expiresAt: number };

/** The oldest half goes when this is reached, so that a flood of started sign-ins cannot fill the memory. */
const MAX_ENTRIES = 5_000;

/**
 * The sandbox provider's state: sign-ins on the way, gone with the process. A person in the middle of one simply
 * starts again; nobody's session with Bản Số is kept here.
 */
export function createMemory(now: () => number = Date.now): (model: string) => Adapter {
  const entries = new Map<string, Entry>();

  function find(match: (key: string, entry: Entry) => boolean): AdapterPayload | undefined {
    for (const [key, entry] of entries) {
      if (entry.expiresAt > now() && match(key, entry)) return entry.payload;
    }
    return undefined;
  }

  return (model) => {
    const keyOf = (id: string): string => `${model}:${id}`;
    const isOurs = (key: string): boolean => key.startsWith(`${model}:`);
    return {
      async upsert(id, payload, expiresIn) {
        if (entries.size >= MAX_ENTRIES) {
          for (const key of [...entries.keys()].slice(0, MAX_ENTRIES / 2)) entries.delete(key);
        }
        const expiresAt = expiresIn === undefined ? Infinity : now() + expiresIn * 1000;
        entries.set(keyOf(id), { payload, expiresAt });
      },
      async find(id) {
        const entry = entries.get(keyOf(id));
        return entry !== undefined && entry.expiresAt > now() ? entry.payload : undefined;
      },
      findByUid: async (uid) => find((key, { payload }) => isOurs(key) && payload.uid === uid),
      findByUserCode: async (code) => find((key, { payload }) => isOurs(key) && payload.userCode === code),
      async consume(id) {
        const entry = entries.get(keyOf(id));
        if (entry !== undefined) entry.payload.consumed = Math.floor(now() / 1000);
      },
      async destroy(id) {
        entries.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, { payload }] of entries) {
          if (payload.grantId === grantId) entries.delete(key);
        }
      },
    };
  };
}
