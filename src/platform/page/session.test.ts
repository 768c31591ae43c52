import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { hasher, ids } from '#platform/ambient.ts';
import { openDevice, type Device } from '#platform/store/device.ts';
import type { Me } from '#protocol/http.ts';
import type { Identity } from './identity.ts';
import { openSession, type Active } from './session.ts';

const MAY: Me = person('account-of-may', 'LÝ THỊ MẨY');
const VANG: Me = person('account-of-vang', 'GIÀNG A VẢNG');

function person(account: string, name: string): Me {
  return { account, name, kind: 'resident', unit: null, person: { name } };
}

describe('the session', () => {
  let device: Device;
  let databases: IDBFactory;
  let identity: Identity;
  let serverEnds: boolean;
  let calls: string[];
  let active: (Active | null)[];
  let said: unknown[];
  /** What the server's readable cookie says. */
  let signedIn: string | null;

  beforeEach(() => {
    databases = new IDBFactory();
    const idb = { indexedDB: databases, IDBKeyRange };
    device = openDevice({ clock: { now: () => 1 }, ids, hasher, askToPersist: () => undefined, idb });
    identity = { kind: 'unknown' };
    serverEnds = true;
    calls = [];
    active = [];
    said = [];
    signedIn = null;
  });

  const start = () =>
    openSession({
      hasMemory: async () => (await databases.databases()).length > 0,
      device: () => Promise.resolve(device),
      identify: async () => {
        calls.push('identify');
        return identity;
      },
      endSession: async () => {
        calls.push('end');
        return serverEnds;
      },
      whose: { account: () => signedIn, forget: () => (signedIn = null) },
      signInUrl: (returnTo) => returnTo,
      tabs: { postMessage: (message: unknown) => said.push(message), addEventListener: () => undefined },
      follow: (next) => active.push(next),
    });

  it('follows and remembers a store that had to be made anew under the page, also without network', async () => {
    identity = { kind: 'in', me: MAY };
    const session = start();
    await session.refresh();
    const before = active.at(-1)?.store;
    identity = { kind: 'unknown' };
    for (const { name } of await databases.databases()) {
      await new Promise((resolve) => databases.deleteDatabase(name ?? '').addEventListener('success', resolve));
    }
    expect(await before?.listDrafts()).toEqual({ ok: false, failure: { code: 'lost' } });
    const opened = await session.open(MAY.account);
    expect(opened.ok && opened.value).toBe(active.at(-1)?.store);
    expect(active.at(-1)?.store).not.toBe(before);
    expect((await start().refresh()).me).toEqual(MAY);
  });

  it('knows the person without network from the last visit, and goes on when the server has forgotten them', async () => {
    identity = { kind: 'in', me: MAY };
    await start().refresh();
    identity = { kind: 'unknown' };
    const later = start();
    expect(later.state()).toEqual({ settled: false, me: null, server: 'unknown' });
    expect(await later.refresh()).toEqual({ settled: true, me: MAY, server: 'unknown' });
    identity = { kind: 'out' };
    expect(await later.refresh()).toEqual({ settled: true, me: MAY, server: 'out' });
    expect(active.at(-1)?.store.account).toBe(MAY.account);
  });

  it('goes on with the account’s store on a phone too full to note the visit', async () => {
    identity = { kind: 'in', me: MAY };
    await start().refresh();
    const full: Device = { ...device, activate: async () => ({ ok: false, failure: { code: 'full' } }) };
    device = full;
    active = [];
    const session = start();
    await session.refresh();
    expect(session.state()).toEqual({ settled: true, me: MAY, server: 'in' });
    expect(active.map((each) => each?.store.account)).toEqual([MAY.account]);
  });

  it('follows the server to another person, and leaves the first one’s store alone', async () => {
    identity = { kind: 'in', me: MAY };
    const session = start();
    await session.refresh();
    identity = { kind: 'in', me: VANG };
    await session.refresh();
    expect(session.state().me).toEqual(VANG);
    expect(active.map((each) => each?.store.account)).toEqual([MAY.account, VANG.account]);
    expect(said).toEqual(['changed', 'changed']);
    expect((await device.unsentOf(MAY.account)).ok).toBe(true);
  });

  it('shows nothing of whoever used the phone before to the one who has just signed in', async () => {
    identity = { kind: 'in', me: MAY };
    await start().refresh();
    signedIn = VANG.account;
    active = [];
    const session = start();
    const seen: unknown[] = [];
    session.watch(({ me }) => seen.push(me?.name));
    identity = { kind: 'unknown' };
    // Known to nobody here, and the server does not answer: nobody is.
    expect(await session.refresh()).toEqual({ settled: true, me: null, server: 'unknown' });
    identity = { kind: 'in', me: VANG };
    expect(await session.refresh()).toEqual({ settled: true, me: VANG, server: 'in' });
    expect(seen.filter(Boolean)).toEqual([VANG.name]);
    expect(active.map((each) => each?.store.account)).toEqual([VANG.account]);

    // Known here from before: at once, also without network.
    signedIn = MAY.account;
    identity = { kind: 'unknown' };
    expect((await start().refresh()).me).toEqual(MAY);
  });

  it('leaves it open who uses the phone until the server has said so, where the phone cannot know', async () => {
    signedIn = MAY.account;
    const session = start();
    const settled: boolean[] = [];
    session.watch((state) => settled.push(state.settled));
    identity = { kind: 'in', me: MAY };
    await session.refresh();
    expect(settled).toEqual([false, true]);
    await session.signOut();
    expect(signedIn).toBeNull();
  });

  it('signs out on the phone without network, and at the server before anything else later', async () => {
    identity = { kind: 'in', me: MAY };
    const session = start();
    await session.refresh();
    serverEnds = false;
    expect(await session.signOut()).toEqual({ toldServer: false });
    expect(session.state()).toEqual({ settled: true, me: null, server: 'out' });
    expect(active.at(-1)).toBeNull();

    const later = start();
    calls = [];
    expect((await later.refresh()).me).toBeNull();
    expect(calls).toEqual(['end']);
    serverEnds = true;
    identity = { kind: 'out' };
    await later.refresh();
    expect(calls).toEqual(['end', 'end', 'identify']);
    await later.refresh();
    expect(calls.at(-1)).toBe('identify');
    expect(calls).toHaveLength(4);
  });

  it('tells its watchers', async () => {
    identity = { kind: 'in', me: MAY };
    const session = start();
    const heard = vi.fn();
    session.watch(heard);
    await session.refresh();
    expect(heard).toHaveBeenLastCalledWith({ settled: true, me: MAY, server: 'in' });
  });
});
