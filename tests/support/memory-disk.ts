import { must } from '#core/assert.ts';
import type { AccountStore, Chance, Clock, Ids, Stored } from '#core/ports.ts';
import { putAside, type AsideTable } from './memory-aside.ts';
import { Failed } from './memory-failed.ts';
import { emptyRows, Tx, type Copy, type Rows } from './memory-rows.ts';
import { memoryStore, type WriteName } from './memory-store.ts';

/** What a gate may stand before and after: a write by its name, or any read. */
export type StoreAwait = WriteName | 'read';

export type MemoryDiskOptions = {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Writes that are complete before they are on the disk; a planted bug puts `enqueue` here. */
  readonly relaxed?: ReadonlySet<WriteName>;
  /**
   * Awaited before every write begins and before its answer is given, so that a simulation may run something
   * else, kill, or cut the power in between. Without one, writes follow each other at once.
   */
  readonly gate?: (write: StoreAwait, when: 'before' | 'after') => Promise<void>;
  /** Gates stand around reads as well. */
  readonly gateReads?: boolean;
  /**
   * False: records are handed out as they are kept instead of as copies, which is faster. A program that changed
   * one in place would go unnoticed, so a test that says false runs some of its cases with copies too.
   */
  readonly copies?: boolean;
};

/**
 * A phone's disk in memory. What programs see and what survives a power cut are two layers: a strict write makes
 * everything before it durable. Nothing here has a clock or chance of its own.
 */
export type MemoryDisk = {
  /** Opens an account's store for the running program. */
  readonly open: (account: string) => Promise<Stored<AccountStore>>;
  /** The program is gone at once: calls under way are never answered. What was complete stays. */
  readonly kill: () => void;
  /** Kills, and drops a random number of the last writes that were not strict. */
  readonly powerCut: (chance: Chance) => void;
  /** From now on so many records can be written, then each transaction that writes one aborts; null: no limit. */
  readonly roomFor: (records: number | null) => void;
  /** The next so many calls find the connection gone. */
  readonly loseConnection: (calls: number) => void;
  /** Everything is deleted, as a browser evicts an origin. */
  readonly evict: () => void;
  /** An account's rows are deleted, as signing out does. Programs that have them open find them lost. */
  readonly forget: (account: string) => void;
  /** Another release takes over what every account has on the disk; no program has it open. */
  readonly release: (change: (rows: Rows) => Rows) => void;
  /** What an account has here as it lies, for whoever looks at the disk and not at the program; null for nothing. */
  readonly rows: (account: string) => Rows | null;
  /** The stored record no longer opens: table and primary key. Of a file the bytes are others from now on. */
  readonly corrupt: (account: string, table: AsideTable, key: string | number) => void;
};

type Layer = ReadonlyMap<string, Rows>;

export function memoryDisk({
  clock,
  ids,
  relaxed = RELAXED,
  gate = AT_ONCE,
  gateReads = false,
  copies = true,
}: MemoryDiskOptions): MemoryDisk {
  const copy: Copy = copies ? structuredClone : (value) => value;
  let visible: Layer = new Map();
  let durable: Layer = visible;
  /** The states after each relaxed write since the last strict one. */
  let undurable: Layer[] = [];
  /** Programs of an earlier life are answered no more. */
  let life = 0;
  let room: number | null = null;
  let lost = 0;
  const corrupted = new Map<string, { readonly table: AsideTable; readonly key: string | number }[]>();
  const watchers = new Map<string, Set<() => void>>();

  const commit = (write: WriteName, next: Layer): void => {
    visible = next;
    if (relaxed.has(write)) undurable.push(next);
    else {
      durable = next;
      undurable = [];
    }
  };

  const spend = (): void => {
    if (room === 0) throw new Failed({ code: 'full' });
    if (room !== null) room -= 1;
  };

  const attempt = <T>(work: () => T): Stored<T> => {
    if (lost > 0) {
      lost -= 1;
      return { ok: false, failure: { code: 'lost' } };
    }
    try {
      return { ok: true, value: work() };
    } catch (error) {
      if (error instanceof Failed) return { ok: false, failure: error.failure };
      throw error;
    }
  };

  const openStore = (account: string, born: number): AccountStore => {
    const alive = async (): Promise<void> => {
      if (born !== life) await new Promise(() => undefined);
    };
    const rowsNow = (): Rows => {
      const rows = visible.get(account);
      // Evicted under the running program.
      if (!rows) throw new Failed({ code: 'lost' });
      return rows;
    };
    /** What does not open is found as soon as anything is read, and lies aside from then on. */
    const lookThrough = (): void => {
      const found = corrupted.get(account) ?? [];
      const rows = visible.get(account);
      if (found.length === 0 || !rows) return;
      corrupted.delete(account);
      const tx = new Tx(rows, () => undefined, copy);
      for (const { table, key } of found) putAside(tx, table, key, clock.now());
      commit('record', new Map(visible).set(account, tx.rows));
      for (const changed of watchers.get(account) ?? []) changed();
    };
    const read = async <T>(work: (rows: Rows) => T): Promise<Stored<T>> => {
      await alive();
      if (gateReads) await gate('read', 'before');
      await alive();
      lookThrough();
      const found = attempt(() => work(rowsNow()));
      if (gateReads) await gate('read', 'after');
      await alive();
      return copy(found);
    };
    const write = async <T>(name: WriteName, work: (tx: Tx) => T): Promise<Stored<T>> => {
      await alive();
      await gate(name, 'before');
      await alive();
      lookThrough();
      let wrote = false;
      const written = attempt(() => {
        const before = room;
        const rows = rowsNow();
        const tx = new Tx(rows, spend, copy);
        try {
          const value = work(tx);
          wrote = tx.rows !== rows;
          commit(name, new Map(visible).set(account, tx.rows));
          return value;
        } catch (error) {
          // What an aborted transaction wrote takes no room; a full disk stays as full as it is.
          if (!(error instanceof Failed) || error.failure.code !== 'full') room = before;
          throw error;
        }
      });
      await gate(name, 'after');
      await alive();
      const isQuiet = QUIET.has(name) || (name === 'reviveRefused' && !wrote);
      const news = written.ok && !isQuiet && (name !== 'takeArrivals' || written.value !== 0);
      if (news) for (const changed of watchers.get(account) ?? []) changed();
      return copy(written);
    };

    const watch: AccountStore['watch'] = (changed) => {
      const all = watchers.get(account) ?? new Set();
      watchers.set(account, all.add(changed));
      return () => all.delete(changed);
    };
    return memoryStore(account, { clock, ids, read, write, watch });
  };

  const kill = (): void => {
    life += 1;
    watchers.clear();
  };

  return {
    open: async (account) => {
      const born = life;
      await gate('open', 'before');
      const made = attempt(() => {
        if (!visible.has(account)) {
          spend();
          commit('open', new Map(visible).set(account, emptyRows(ids.uuid())));
        }
        return openStore(account, born);
      });
      await gate('open', 'after');
      return made;
    },
    kill,
    powerCut: (chance) => {
      kill();
      const kept = Math.floor(chance.next() * (undurable.length + 1));
      if (kept > 0) durable = must(undurable[kept - 1], 'layer');
      visible = durable;
      undurable = [];
    },
    roomFor: (records) => {
      room = records;
    },
    loseConnection: (calls) => {
      lost = calls;
    },
    evict: () => {
      visible = new Map();
      durable = visible;
      undurable = [];
    },
    forget: (account) => {
      const without = new Map(visible);
      without.delete(account);
      visible = without;
      durable = visible;
      undurable = [];
    },
    release: (change) => {
      visible = new Map([...visible].map(([account, rows]) => [account, change(rows)]));
      durable = visible;
      undurable = [];
    },
    rows: (account) => visible.get(account) ?? null,
    corrupt: (account, table, key) => {
      if (table === 'files') {
        const altered = new Map(
          [visible, durable, ...undurable].map((layer) => [layer, altering(layer, account, key)]),
        );
        const after = (layer: Layer): Layer => altered.get(layer) ?? layer;
        [visible, durable, undurable] = [after(visible), after(durable), undurable.map(after)];
      }
      corrupted.set(account, [...(corrupted.get(account) ?? []), { table, key }]);
    },
  };
}

/** Losing these costs a little progress shown, and nothing of anybody's work. */
const RELAXED: ReadonlySet<WriteName> = new Set(['noteSent', 'log']);

/** Lists a person keeps: nothing that anybody watches for changes with them. */
const QUIET: ReadonlySet<WriteName> = new Set(['keepSearches', 'keepFavourites', 'keepLooks']);

const AT_ONCE = (): Promise<void> => Promise.resolve();

/** The layer with a bit of a file turned over. */
function altering(layer: Layer, account: string, key: string | number): Layer {
  const rows = layer.get(account);
  const bytes = rows?.files.get(String(key));
  if (!rows || !bytes) return layer;
  const files = new Map(rows.files).set(
    String(key),
    Uint8Array.from(bytes, (byte, at) => (at === 0 ? byte ^ 1 : byte)),
  );
  return new Map(layer).set(account, { ...rows, files });
}
