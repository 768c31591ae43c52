import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Me } from '#protocol/http.ts';
import { draft, good } from '#tests/contract/store-kit.ts';
import { failing, held, MAY, sharedPhone, VANG } from '#tests/support/shared-phone.ts';

/** What the other tabs are told of it. */
const OUT = { signedOut: MAY.account };

let phone: ReturnType<typeof sharedPhone>;
beforeEach(() => {
  phone = sharedPhone();
});

/** Another tab, which has heard who is signed in and is held before or after it makes their store. */
async function tabThatMakes(at: 'begin' | 'end') {
  const other = phone.openPhone();
  const activate = held(at, other.activate);
  const there = phone.start({ ...other, activate: activate.work });
  const making = there.refresh();
  await vi.waitFor(() => expect(activate.work).toHaveBeenCalled());
  const goOn = async () => {
    activate.goOn();
    await making;
  };
  return { there, goOn };
}

describe('signed out while an answer is on its way', () => {
  it('does not sign anybody in again', async () => {
    phone.identity = { kind: 'in', me: MAY };
    await phone.start().refresh();
    const release = phone.holdAnswer();
    const session = phone.start();
    const asking = session.refresh();
    const activate = vi.spyOn(phone.device, 'activate');
    await vi.waitFor(() => expect(phone.calls).toHaveLength(2));
    await session.signOut();
    release({ kind: 'in', me: MAY });
    await asking;
    expect(session.state()).toEqual({ settled: true, me: null, server: 'out' });
    expect(phone.active.at(-1)).toBeNull();
    expect(activate).not.toHaveBeenCalled();
    expect(await phone.names()).toEqual(['banso-device']);
    phone.identify = () => Promise.resolve({ kind: 'unknown' });
    expect((await phone.start().refresh()).me).toBeNull();
  });

  it.each(['has heard of it', 'has not yet'])('does not in another tab either, which %s', async (which) => {
    phone.identity = { kind: 'in', me: MAY };
    const here = phone.start();
    await here.refresh();
    const release = phone.holdAnswer();
    const there = phone.start(phone.openPhone());
    const asking = there.refresh();
    await vi.waitFor(() => expect(phone.calls).toHaveLength(2));
    phone.serverEnds = which === 'has heard of it';
    await here.signOut();
    expect(phone.said.at(-1)).toEqual(OUT);
    phone.identify = () => Promise.resolve({ kind: 'unknown' });
    if (phone.serverEnds) phone.hear(1, OUT);
    release({ kind: 'in', me: MAY });
    await asking;
    expect(await phone.names()).toEqual(['banso-device']);
    phone.hear(1, OUT);
    await vi.waitFor(() => expect(there.state().me).toBeNull());
    expect((await phone.start(phone.openPhone()).refresh()).me).toBeNull();
  });

  it.each(['an answer', 'a lost store'])('forgets again what had begun to be made after %s', async (why) => {
    phone.identity = { kind: 'in', me: MAY };
    await phone.start().refresh();
    const slow = held('begin', phone.device.activate);
    const session = phone.start({ ...phone.device, activate: slow.work });
    if (why === 'a lost store') {
      phone.identity = { kind: 'unknown' };
      await session.refresh();
      good(await phone.device.open(MAY.account)).store.close();
    }
    const making = why === 'an answer' ? session.refresh() : session.open(MAY.account);
    await vi.waitFor(() => expect(slow.work).toHaveBeenCalled());
    await session.signOut();
    slow.goOn();
    await making;
    expect(session.state().me).toBeNull();
    expect(phone.active.at(-1)).toBeNull();
    expect(await phone.names()).toEqual(['banso-device']);
    expect(good(await phone.device.recall(null))).toBeNull();
  });

  it('forgets again what another tab had begun to make, though the server knows by then', async () => {
    phone.identity = { kind: 'in', me: MAY };
    const here = phone.start();
    await here.refresh();
    const { there, goOn } = await tabThatMakes('begin');
    phone.identity = { kind: 'out' };
    await here.signOut();
    phone.hear(1, OUT);
    await goOn();
    expect(await phone.names()).toEqual(['banso-device']);
    expect(there.state().me).toBeNull();
  });

  it('shows nobody whom it had begun to recall before', async () => {
    phone.identity = { kind: 'in', me: MAY };
    const here = phone.start();
    await here.refresh();
    const other = phone.openPhone();
    const slow = held('end', other.recall);
    const there = phone.start({ ...other, recall: slow.work });
    await vi.waitFor(() => expect(slow.work).toHaveBeenCalled());
    phone.identity = { kind: 'out' };
    await here.signOut();
    phone.hear(1, OUT);
    slow.goOn();
    const seen: unknown[] = [];
    there.watch(({ me }) => seen.push(me));
    await there.refresh();
    expect(seen.filter(Boolean)).toEqual([]);
  });

  it('forgets nobody because another tab has somebody else signed in', async () => {
    phone.identity = { kind: 'in', me: MAY };
    const session = phone.start();
    await session.refresh();
    const { activate } = phone.device;
    const kept = good(await phone.device.open(MAY.account)).store;
    good(await kept.saveDraft(draft()));
    const told = vi.fn(async (me: Me) => {
      const activated = await activate(me);
      phone.identity = { kind: 'in', me: VANG };
      phone.hear(1, 'changed');
      return activated;
    });
    const late = phone.start({ ...phone.device, activate: told });
    await late.refresh();
    await vi.waitFor(() => expect(late.state().me).toEqual(VANG));
    expect(good(await kept.listDrafts())).toHaveLength(1);
  });
});

describe('a sign-out that the phone cannot note', () => {
  beforeEach(async () => {
    phone.identity = { kind: 'in', me: MAY };
    phone.signedIn = MAY.account;
    await phone.start().refresh();
    phone.serverEnds = false;
    phone.calls = [];
  });

  it('is noted once the store that filled the phone is gone', async () => {
    const session = phone.start({ ...phone.device, oweSignOut: failing(1, phone.device.oweSignOut, 'full') });
    expect(await session.signOut()).toEqual({ done: true, toldServer: false });
    phone.calls = [];
    expect((await phone.start().refresh()).me).toBeNull();
    expect(phone.calls).toEqual(['end']);
  });

  it('is said not to be done where it cannot even then, and goes on while the page is open', async () => {
    const session = phone.start({ ...phone.device, oweSignOut: failing(2, phone.device.oweSignOut, 'full') });
    expect(await session.signOut()).toEqual({ done: false, toldServer: false });
    phone.calls = [];
    expect((await session.refresh()).me).toBeNull();
    expect(phone.calls).toEqual(['end']);
    phone.serverEnds = true;
    phone.identity = { kind: 'out' };
    expect(await session.signOut()).toEqual({ done: true, toldServer: true });
    await session.refresh();
    expect(phone.calls).toEqual(['end', 'end', 'identify']);
  });

  it('is done all the same when the server knows', async () => {
    phone.serverEnds = true;
    const session = phone.start({ ...phone.device, oweSignOut: failing(9, phone.device.oweSignOut, 'full') });
    expect(await session.signOut()).toEqual({ done: true, toldServer: true });
  });

  it('is said not to be done while the store is still here, and is gone on with', async () => {
    const session = phone.start({ ...phone.device, forget: failing(1, phone.device.forget, 'lost') });
    expect(await session.signOut()).toEqual({ done: false, toldServer: false });
    expect(session.state().me).toBeNull();
    expect(await phone.names()).toHaveLength(2);
    expect(await session.signOut()).toEqual({ done: true, toldServer: false });
    expect(await phone.names()).toEqual(['banso-device']);
  });

  it('is gone on with at the next start', async () => {
    const session = phone.start({ ...phone.device, forget: failing(1, phone.device.forget, 'lost') });
    expect((await session.signOut()).done).toBe(false);
    expect((await phone.start(phone.openPhone()).refresh()).me).toBeNull();
    expect(await phone.names()).toEqual(['banso-device']);
  });
});

it('says whose session is to end, now and from the note, so that no other ends by it', async () => {
  phone.identity = { kind: 'in', me: MAY };
  const session = phone.start();
  await session.refresh();
  phone.serverEnds = false;
  await session.signOut();
  await phone.start(phone.openPhone()).refresh();
  expect(phone.ended).toEqual([MAY.account, MAY.account]);
});

it.each([0, 9])('does not sign out whoever has signed in after a sign-out that is still owed (%d)', async (full) => {
  phone.identity = { kind: 'in', me: MAY };
  const session = phone.start();
  await session.refresh();
  phone.serverEnds = false;
  await session.signOut();
  phone.serverEnds = true;
  phone.signedIn = VANG.account;
  phone.identity = { kind: 'in', me: VANG };
  phone.calls = [];
  const from = { ...phone.device, oweSignOut: failing(full, phone.device.oweSignOut, 'full') };
  expect(await phone.start(from).refresh()).toEqual({ settled: true, me: VANG, server: 'in' });
  expect(await phone.start(from).refresh()).toEqual({ settled: true, me: VANG, server: 'in' });
  expect(phone.calls).toEqual(full > 0 ? ['end', 'identify', 'end', 'identify'] : ['end', 'identify', 'identify']);
  expect(new Set(phone.ended)).toEqual(new Set([MAY.account]));
  expect(good(await phone.device.owesSignOut()) !== null).toBe(full > 0);
});

describe('a sign-out that comes late', () => {
  /** A draft from an earlier visit, which nobody was asked about. */
  const keepDraft = async ({ account }: Me, as = draft()) => {
    good(await good(await phone.openPhone().open(account)).store.saveDraft(as));
  };
  const draftsOf = async ({ account }: Me) =>
    good(await good(await phone.openPhone().open(account)).store.listDrafts()).map(({ id }) => id);
  const signIn = (me: Me) => {
    phone.signedIn = me.account;
    phone.identity = { kind: 'in', me };
  };
  const hearLast = (page: number) => phone.hear(page, phone.said.at(-1));

  beforeEach(async () => {
    await keepDraft(VANG);
    signIn(MAY);
  });

  it('takes nothing from whoever is signing in meanwhile, and does not end their session', async () => {
    const deleting = held('begin', phone.device.forget);
    const here = phone.start({ ...phone.device, forget: deleting.work });
    await here.refresh();
    const leaving = here.signOut();
    await vi.waitFor(() => expect(deleting.work).toHaveBeenCalled());
    signIn(VANG);
    const { there, goOn } = await tabThatMakes('end');
    deleting.goOn();
    expect(await leaving).toEqual({ done: true, toldServer: true });
    hearLast(1);
    await goOn();
    await vi.waitFor(() => expect(there.state()).toEqual({ settled: true, me: VANG, server: 'in' }));
    expect(await draftsOf(VANG)).toEqual([draft().id]);
    expect(new Set(phone.ended)).toEqual(new Set([MAY.account]));
    expect(phone.signedIn).toBe(VANG.account);
    expect(good(await phone.openPhone().owesSignOut())).toBeNull();
    expect(good(await phone.openPhone().recall(MAY.account))).toBeNull();
  });

  it('takes nothing from whoever’s cookie went with the answer to it, before they heard', async () => {
    phone.serverEnds = false;
    const here = phone.start();
    await here.refresh();
    signIn(VANG);
    const { there, goOn } = await tabThatMakes('end');
    phone.signedIn = null;
    await here.signOut();
    await goOn();
    expect(there.state().me).toBeNull();
    expect(await draftsOf(VANG)).toEqual([draft().id]);
  });

  it('takes nothing of what they wrote who have signed in again, though a tab slept while they did', async () => {
    const here = phone.start();
    await here.refresh();
    const { there, goOn } = await tabThatMakes('begin');
    await here.signOut();
    signIn(MAY);
    await here.refresh();
    await keepDraft(MAY, draft(2));
    phone.hear(
      1,
      phone.said.find((message) => message !== 'changed'),
    );
    await goOn();
    await vi.waitFor(() => expect(there.state()).toEqual({ settled: true, me: MAY, server: 'in' }));
    expect(await draftsOf(MAY)).toEqual([draft(2).id]);
  });

  it('deletes nothing once the same person has signed in again', async () => {
    const noting = held('end', phone.device.oweSignOut);
    const here = phone.start({ ...phone.device, oweSignOut: noting.work });
    await here.refresh();
    noting.work.mockClear();
    const leaving = here.signOut();
    await vi.waitFor(() => expect(noting.work).toHaveBeenCalled());
    signIn(MAY);
    await phone.start(phone.openPhone()).refresh();
    await keepDraft(MAY, draft(2));
    noting.goOn();
    expect(await leaving).toEqual({ done: true, toldServer: true });
    expect(await draftsOf(MAY)).toEqual([draft(2).id]);
    expect(phone.calls).not.toContain('end');
    await vi.waitFor(async () => expect((await here.refresh()).me).toEqual(MAY));
  });

  it('made where the page has not heard yet of a later sign-in, signs out the person it shows', async () => {
    const here = phone.start();
    await here.refresh();
    signIn(VANG);
    expect(await here.signOut()).toEqual({ done: true, toldServer: true });
    expect(phone.signedIn).toBe(VANG.account);
    expect(phone.ended).toEqual([MAY.account]);
    expect(await draftsOf(VANG)).toEqual([draft().id]);
    expect(good(await phone.openPhone().recall(MAY.account))).toBeNull();
  });

  it('signs out whoever was shown as it was made, and not who is recalled by then', async () => {
    await phone.device.activate(VANG);
    const here = phone.start();
    await here.refresh();
    signIn(VANG);
    phone.identity = { kind: 'unknown' };
    phone.hear(0, 'changed');
    await here.signOut();
    expect(await draftsOf(VANG)).toEqual([draft().id]);
    expect(phone.signedIn).toBe(VANG.account);
  });
});
