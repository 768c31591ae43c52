// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from 'vitest';
import { store, useApp } from '#app/state/app.ts';
import { draft } from '#tests/contract/store-kit.ts';
import { EMPTY_STORE, startSignedIn } from '#tests/support/signed-in.ts';
import { rescue, useRescued } from './rescue.ts';

const good = (value: unknown) => Promise.resolve({ ok: true, value });

/** An empty store of somebody; a write into it can be made to wait. */
const storeOf = (account: string, saveDraft: (...args: unknown[]) => Promise<unknown> = () => good(undefined)) => ({
  ...EMPTY_STORE,
  account,
  saveDraft: vi.fn(saveDraft),
  findDraft: () => good(null),
});

const session = { settled: true, me: { account: 'may', name: 'Mẩy' }, server: 'in' };
let changed: () => void = () => undefined;
let open: (account: string) => Promise<unknown>;
const vang = storeOf('vang');

/** Another tab has somebody else signed in. */
const signIn = async () => {
  session.me = { account: 'vang', name: 'Vảng' };
  changed();
  await vi.waitFor(() => expect(store()).toBe(vang));
};

beforeEach(async () => {
  session.me = { account: 'may', name: 'Mẩy' };
  vang.saveDraft.mockClear();
  useRescued.setState({ rescued: null });
  open = () => good(storeOf('may'));
  const ignore = () => undefined;
  await startSignedIn(
    {},
    {
      session: { state: () => session, watch: (tell: () => void) => (changed = tell), refresh: ignore },
      store: (account: string) => (account === 'vang' ? good(vang) : open(account)),
    },
  );
  changed();
  await vi.waitFor(() => expect(store().account).toBe('may'));
  await vi.waitFor(() => expect(useApp.getState().store).toBe('open'));
  useApp.setState({ storeLost: true, drafts: [draft(1), draft(2)] });
});

test('what the page still knows goes into a new store', async () => {
  const anew = storeOf('may');
  open = () => good(anew);
  await rescue();
  expect(store()).toBe(anew);
  expect(anew.saveDraft).toHaveBeenCalledTimes(2);
  expect(useRescued.getState().rescued).toEqual({ ok: true, value: { drafts: 2, photos: 0, notKept: 0 } });
});

test('a store that opens once somebody else is signed in is not put in the place of theirs', async () => {
  const anew = storeOf('may');
  let opens: () => void = () => undefined;
  open = () => new Promise((resolve) => (opens = () => resolve({ ok: true, value: anew })));
  const rescuing = rescue();
  await signIn();
  opens();
  await rescuing;
  expect(store()).toBe(vang);
  expect(anew.saveDraft).not.toHaveBeenCalled();
  expect(useRescued.getState().rescued).toBeNull();
});

test('nothing of one person’s is written into the store of another who signs in meanwhile', async () => {
  let writes: () => void = () => undefined;
  const anew = storeOf('may', () => new Promise((resolve) => (writes = () => resolve({ ok: true, value: undefined }))));
  open = () => good(anew);
  const rescuing = rescue();
  await vi.waitFor(() => expect(anew.saveDraft).toHaveBeenCalledTimes(1));
  await signIn();
  writes();
  await vi.waitFor(() => expect(anew.saveDraft.mock.calls.length + vang.saveDraft.mock.calls.length).toBe(2));
  writes();
  await rescuing;
  expect(vang.saveDraft).not.toHaveBeenCalled();
  expect(store()).toBe(vang);
  expect(useRescued.getState().rescued).toBeNull();
});
