import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Device } from '#platform/store/device.ts';
import { MAY, sharedPhone, VANG } from '#tests/support/shared-phone.ts';

describe('the session', () => {
  let phone: ReturnType<typeof sharedPhone>;
  beforeEach(() => {
    phone = sharedPhone();
  });

  it('follows and remembers a store that had to be made anew under the page, also without network', async () => {
    phone.identity = { kind: 'in', me: MAY };
    const session = phone.start();
    await session.refresh();
    const before = phone.active.at(-1)?.store;
    phone.identity = { kind: 'unknown' };
    for (const { name } of await phone.databases.databases()) {
      await new Promise((resolve) => phone.databases.deleteDatabase(name ?? '').addEventListener('success', resolve));
    }
    expect(await before?.listDrafts()).toEqual({ ok: false, failure: { code: 'lost' } });
    const opened = await session.open(MAY.account);
    expect(opened.ok && opened.value).toBe(phone.active.at(-1)?.store);
    expect(phone.active.at(-1)?.store).not.toBe(before);
    expect((await phone.start().refresh()).me).toEqual(MAY);
  });

  it('knows the person without network from the last visit, and goes on when the server has forgotten them', async () => {
    phone.identity = { kind: 'in', me: MAY };
    await phone.start().refresh();
    phone.identity = { kind: 'unknown' };
    const later = phone.start();
    expect(later.state()).toEqual({ settled: false, me: null, server: 'unknown' });
    expect(await later.refresh()).toEqual({ settled: true, me: MAY, server: 'unknown' });
    phone.identity = { kind: 'out' };
    expect(await later.refresh()).toEqual({ settled: true, me: MAY, server: 'out' });
    expect(phone.active.at(-1)?.store.account).toBe(MAY.account);
    // The next start is without signal: it promises nothing for which they have to sign in first.
    phone.identity = { kind: 'unknown' };
    const offline = phone.start();
    expect(await offline.refresh()).toEqual({ settled: true, me: MAY, server: 'out' });
    phone.identity = { kind: 'in', me: MAY };
    expect(await offline.refresh()).toEqual({ settled: true, me: MAY, server: 'in' });
    phone.identity = { kind: 'unknown' };
    expect(await phone.start().refresh()).toEqual({ settled: true, me: MAY, server: 'unknown' });
  });

  it('goes on with the account’s store on a phone too full to note the visit', async () => {
    phone.identity = { kind: 'in', me: MAY };
    await phone.start().refresh();
    const full: Device = { ...phone.device, activate: async () => ({ ok: false, failure: { code: 'full' } }) };
    phone.device = full;
    phone.active = [];
    const session = phone.start();
    await session.refresh();
    expect(session.state()).toEqual({ settled: true, me: MAY, server: 'in' });
    expect(phone.active.map((each) => each?.store.account)).toEqual([MAY.account]);
  });

  it('follows the server to another person, and leaves the first one’s store alone', async () => {
    phone.identity = { kind: 'in', me: MAY };
    const session = phone.start();
    await session.refresh();
    phone.identity = { kind: 'in', me: VANG };
    await session.refresh();
    expect(session.state().me).toEqual(VANG);
    expect(phone.active.map((each) => each?.store.account)).toEqual([MAY.account, VANG.account]);
    expect(phone.said).toEqual(['changed', 'changed']);
    expect((await phone.device.unsentOf(MAY.account)).ok).toBe(true);
  });

  it('shows nothing of whoever used the phone before to the one who has just signed in', async () => {
    phone.identity = { kind: 'in', me: MAY };
    await phone.start().refresh();
    phone.signedIn = VANG.account;
    phone.active = [];
    const session = phone.start();
    const seen: unknown[] = [];
    session.watch(({ me }) => seen.push(me?.name));
    phone.identity = { kind: 'unknown' };
    // Known to nobody here, and the server does not answer: nobody is.
    expect(await session.refresh()).toEqual({ settled: true, me: null, server: 'unknown' });
    phone.identity = { kind: 'in', me: VANG };
    expect(await session.refresh()).toEqual({ settled: true, me: VANG, server: 'in' });
    expect(seen.filter(Boolean)).toEqual([VANG.name]);
    expect(phone.active.map((each) => each?.store.account)).toEqual([VANG.account]);

    // Known here from before: at once, also without network.
    phone.signedIn = MAY.account;
    phone.identity = { kind: 'unknown' };
    expect((await phone.start().refresh()).me).toEqual(MAY);
  });

  it('leaves it open who uses the phone until the server has said so, where the phone cannot know', async () => {
    phone.signedIn = MAY.account;
    const session = phone.start();
    const settled: boolean[] = [];
    session.watch((state) => settled.push(state.settled));
    phone.identity = { kind: 'in', me: MAY };
    await session.refresh();
    expect(settled).toEqual([false, true]);
    await session.signOut();
    expect(phone.signedIn).toBeNull();
  });

  it('signs out on the phone without network, and at the server before anything else later', async () => {
    phone.identity = { kind: 'in', me: MAY };
    const session = phone.start();
    await session.refresh();
    phone.serverEnds = false;
    expect(await session.signOut()).toEqual({ done: true, toldServer: false });
    expect(session.state()).toEqual({ settled: true, me: null, server: 'out' });
    expect(phone.active.at(-1)).toBeNull();

    const later = phone.start();
    phone.calls = [];
    expect((await later.refresh()).me).toBeNull();
    expect(phone.calls).toEqual(['end']);
    phone.serverEnds = true;
    phone.identity = { kind: 'out' };
    await later.refresh();
    expect(phone.calls).toEqual(['end', 'end', 'identify']);
    await later.refresh();
    expect(phone.calls.at(-1)).toBe('identify');
    expect(phone.calls).toHaveLength(4);
  });

  it('knows the person once its program has come through after all', async () => {
    phone.identity = { kind: 'in', me: MAY };
    await phone.start().refresh();
    phone.identity = { kind: 'unknown' };
    let cut = true;
    const session = phone.start(phone.device, async () => {
      if (!cut) return phone.device;
      cut = false;
      throw new TypeError('Failed to fetch dynamically imported module');
    });
    // Nobody is known yet, which is not to say that nobody is.
    const shut = { code: 'lost' };
    expect(await session.refresh()).toEqual({ settled: true, me: null, server: 'unknown', shut });
    expect(await session.refresh()).toEqual({ settled: true, me: MAY, server: 'unknown' });
  });

  it('goes on when the program comes through at the second try of whoever has just signed in', async () => {
    phone.identity = { kind: 'in', me: MAY };
    let cut = true;
    const session = phone.start(phone.device, async () => {
      if (!cut) return phone.device;
      cut = false;
      throw new TypeError('Failed to fetch dynamically imported module');
    });
    expect((await session.refresh()).me).toBeNull();
    expect(await session.refresh()).toEqual({ settled: true, me: MAY, server: 'in' });
  });

  it('tells its watchers', async () => {
    phone.identity = { kind: 'in', me: MAY };
    const session = phone.start();
    const heard = vi.fn();
    session.watch(heard);
    await session.refresh();
    expect(heard).toHaveBeenLastCalledWith({ settled: true, me: MAY, server: 'in' });
  });
});
