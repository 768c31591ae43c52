import type { Dexie, Table } from 'dexie';
import type { Stored } from '#core/ports.ts';
import type { Me } from '#protocol/http.ts';
import { openAccountStore, type OpenAccount } from './account-store.ts';
import { connect, databaseOf, type StoreDeps } from './connection.ts';
import { Refused } from './failure.ts';
import { Corrupt, type Sealed } from './seal.ts';
import { sealedExport } from './sealed-export.ts';
import { readwrite } from './transaction.ts';
import type { Unsent } from './unsent.ts';

/**
 * The active account, its store, and who the person was at the last visit; `me` is null when that does not open. `ended`:
 * their session is over, by the server's last word.
 */
type Recalled = { readonly open: OpenAccount; readonly me: Me | null; readonly ended: boolean };

/** What the phone knows of the accounts used on it. */
export type Device = {
  /** The account's store: opened once, then the same until it is forgotten. */
  readonly open: (account: string) => Promise<Stored<OpenAccount>>;
  /** What is remembered of `signedIn`, or with null of the account that was active last. */
  readonly recall: (signedIn: string | null) => Promise<Stored<Recalled | null>>;
  /** Makes an account the active one and remembers who it is, for starts without network. */
  readonly activate: (me: Me) => Promise<Stored<OpenAccount>>;
  /** The server has said that the active account's session is over: a start without network says so too. */
  readonly noteEnded: () => Promise<Stored>;
  readonly unsentOf: (account: string) => Promise<Stored<Unsent>>;
  /** The active account's store as it lies, whether it opens or not. */
  readonly sealedCopy: () => Promise<Stored<Blob>>;
  /** Deletes an account's database with its key. Ask the person first when unsent work exists. */
  readonly forget: (account: string) => Promise<Stored>;
  /** A sign-out made without network that still has to reach the server. */
  readonly owesSignOut: () => Promise<Stored<OwedSignOut | null>>;
  /**
   * `by`: whose session it ends. `leaving`: whose store it deletes; however it is cut short, nobody sees it again, and
   * `recall` goes on.
   */
  readonly oweSignOut: (owed: boolean, by?: string, leaving?: string) => Promise<Stored>;
};

/** `by`: who signed out; absent where that could not be noted. */
export type OwedSignOut = { readonly by?: string | undefined };

type AccountRow = Sealed & { readonly account: string; readonly db: string; readonly lastUsed: number };
type DeviceRow = {
  readonly id: 'device';
  readonly active: string | null;
  /** The server has said that their session is over; absent from before it was noted. */
  readonly ended?: boolean;
  readonly owesSignOut: boolean;
  /** Whose sign-out is owed; absent also from before it was noted. */
  readonly owedBy?: string | undefined;
  /** Who has signed out and is not quite forgotten; absent from before it was noted. */
  readonly leaving?: string | null;
};
type DeviceDb = Dexie & { readonly accounts: Table<AccountRow, string>; readonly device: Table<DeviceRow, string> };

const NOBODY: DeviceRow = { id: 'device', active: null, owesSignOut: false };

export function openDevice(deps: StoreDeps): Device {
  const { run } = connect<DeviceDb>('banso-device', [{ accounts: 'account', device: 'id' }], deps);
  const opened = new Map<string, Promise<Stored<OpenAccount>>>();

  const open: Device['open'] = async (account) => {
    const known = await opened.get(account);
    if (known?.ok && known.value.alive()) return known;
    // Two calls at once share one opening; a failed or ended one is tried anew.
    const under = opened.get(account);
    if (under && (await under) !== known) return under;
    const opening = openAccountStore(account, deps);
    opened.set(account, opening);
    // So is one whose program did not come through.
    opening.catch(() => {
      if (opened.get(account) === opening) opened.delete(account);
    });
    return opening;
  };

  const change = (what: Partial<DeviceRow>): Promise<Stored> =>
    run(async (db) => {
      await readwrite(db, [db.device], async () => {
        await db.device.put({ ...((await db.device.get('device')) ?? NOBODY), ...what });
      });
    });

  const unsentOf: Device['unsentOf'] = async (account) => {
    const opening = await open(account);
    if (!opening.ok) return opening;
    // Asked before signing out, and nowhere else.
    const { unsentIn } = await import('./unsent.ts');
    return unsentIn(opening.value.store);
  };

  const forget: Device['forget'] = async (account) => {
    const known = await opened.get(account);
    if (known?.ok) known.value.store.close();
    opened.delete(account);
    const name = await databaseOf(account, deps.hasher);
    return run(async (db) => {
      // First the data, then the list: a kill between the two leaves an account that can be forgotten again.
      const { Dexie } = await import('dexie');
      const idb = deps.idb;
      await new Dexie(name, idb ? { indexedDB: idb.indexedDB, IDBKeyRange: idb.IDBKeyRange } : {}).delete();
      await readwrite(db, [db.accounts, db.device], async () => {
        await db.accounts.delete(account);
        const device = await db.device.get('device');
        if (!device) return;
        const active = device.active === account ? null : device.active;
        await db.device.put({ ...device, active, leaving: leavingBut(account, device) });
      });
    });
  };

  return {
    open,
    unsentOf,
    recall: async (signedIn) => {
      const found = await run(async (db) => {
        const device = (await db.device.get('device')) ?? NOBODY;
        const leaving = leavingBut(signedIn, device);
        const active = signedIn ?? device.active;
        const ended = device.ended === true && active === device.active;
        return { leaving, ended, row: active && active !== leaving ? await db.accounts.get(active) : null };
      });
      if (!found.ok) return found;
      const { leaving, ended, row } = found.value;
      if (leaving) await forget(leaving);
      if (!row) return { ok: true, value: null };
      const account = await open(row.account);
      if (!account.ok) return account;
      try {
        const me = await account.value.sealer.open<Me>('accounts', row.account, row);
        return { ok: true, value: { open: account.value, me, ended } };
      } catch (error) {
        // The account's database was made anew under another key: who it was comes from the server again.
        if (error instanceof Corrupt) return { ok: true, value: { open: account.value, me: null, ended } };
        throw error;
      }
    },
    sealedCopy: () =>
      run(async (db) => {
        const active = (await db.device.get('device'))?.active;
        const database = active ? await databaseOf(active, deps.hasher) : null;
        const copy = database && (await sealedExport(database, deps.idb?.indexedDB ?? indexedDB, deps.clock.now()));
        if (!copy) throw new Refused({ code: 'lost' });
        return copy;
      }),
    activate: async (me) => {
      const account = await open(me.account);
      if (!account.ok) return account;
      const sealed = await account.value.sealer.seal('accounts', me.account, me);
      const row: AccountRow = {
        ...sealed,
        account: me.account,
        db: account.value.database,
        lastUsed: deps.clock.now(),
      };
      const written = await run((db) =>
        readwrite(db, [db.accounts, db.device], async () => {
          await db.accounts.put(row);
          const device = (await db.device.get('device')) ?? NOBODY;
          const leaving = leavingBut(me.account, device);
          await db.device.put({ ...device, active: me.account, ended: false, leaving });
        }),
      );
      return written.ok ? account : written;
    },
    noteEnded: () => change({ ended: true }),
    forget,
    owesSignOut: () =>
      run(async (db) => {
        const device = await db.device.get('device');
        return device?.owesSignOut ? { by: device.owedBy } : null;
      }),
    oweSignOut: (owed, by, leaving) =>
      change({ owesSignOut: owed, owedBy: by, ...(leaving !== undefined && { leaving }) }),
  };
}

/** Who is still to be forgotten, unless it is this account: it is now, or has signed in again. */
function leavingBut(account: string | null, { leaving = null }: DeviceRow): string | null {
  return leaving === account ? null : leaving;
}
