import type { AccountStore, Stored } from '#core/ports.ts';
import type { Me } from '#protocol/http.ts';
import type { Device } from '#platform/store/device.ts';
import type { Identity } from './identity.ts';
import type { Session, SessionState } from './platform.ts';

export type SessionDeps = {
  /** False on a phone that has never kept anything: then nobody is remembered, and the store need not be fetched. */
  readonly hasMemory: () => Promise<boolean>;
  /** The device's store, opened at the first call. */
  readonly device: () => Promise<Device>;
  readonly identify: () => Promise<Identity>;
  readonly endSession: () => Promise<boolean>;
  /** Whose session the browser's is, as far as the page can see without asking the server. */
  readonly whose: Whose;
  readonly signInUrl: Session['signInUrl'];
  /** Tells the other tabs that the active account has changed, and hears of it from them. */
  readonly tabs: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>;
  /** Called with the account's store whenever another account, or none, becomes the active one. */
  readonly follow: (active: Active | null) => void;
};

export type Whose = { readonly account: () => string | null; readonly forget: () => void };
export type Active = { readonly store: AccountStore; readonly database: string };

const NOTHING_UNSENT: Awaited<ReturnType<Session['unsent']>> = {
  ok: true,
  value: { drafts: 0, commands: 0, files: 0, papers: 0 },
};

/** Who uses the phone: remembered on it, confirmed or corrected by the server. */
export function openSession(
  deps: SessionDeps,
): Session & { readonly open: (account: string) => Promise<Stored<AccountStore>> } {
  let state: SessionState = { settled: false, me: null, server: 'unknown' };
  let followed: AccountStore | null = null;
  const watching = new Set<(state: SessionState) => void>();

  const show = (next: SessionState): void => {
    state = next;
    for (const changed of watching) changed(next);
  };
  const follow = (active: Active | null): void => {
    if (followed === (active?.store ?? null)) return;
    followed = active?.store ?? null;
    deps.follow(active);
  };

  const recall = async (): Promise<void> => {
    const signedIn = deps.whose.account();
    const recalled = (await deps.hasMemory()) ? await (await deps.device()).recall(signedIn) : null;
    const found = recalled?.ok ? recalled.value : null;
    follow(found?.open ?? null);
    const { shut: _before, ...known } = state;
    const shut = recalled && !recalled.ok ? { shut: recalled.failure } : {};
    const me = found?.me ?? null;
    // Somebody has signed in of whom this phone knows nothing yet: the server says who.
    show({ ...known, ...shut, settled: me !== null || signedIn === null || 'shut' in shut, me });
  };
  const remembered = recall();

  const activate = async (me: Me): Promise<void> => {
    const device = await deps.device();
    const noted = await device.activate(me);
    // A full phone cannot note the visit; what it keeps is there all the same, and has to be sent.
    const opened = noted.ok ? noted : await device.open(me.account);
    // A phone that cannot keep the account still knows who is signed in; its screens say what is wrong.
    follow(opened.ok ? opened.value : null);
    const changed = state.me?.account !== me.account;
    const { shut: _before, ...known } = state;
    show({ ...known, settled: true, me, server: 'in' });
    if (changed) deps.tabs.postMessage('changed');
  };

  /** A sign-out made without network reaches the server before anything else. False while it cannot. */
  const settleDebt = async (): Promise<boolean> => {
    const device = await deps.device();
    const owed = await device.owesSignOut();
    if (!owed.ok || !owed.value) return true;
    if (!(await deps.endSession())) return false;
    await device.oweSignOut(false);
    return true;
  };

  const ask = async (): Promise<void> => {
    if ((await deps.hasMemory()) && !(await settleDebt())) return;
    const identity = await deps.identify();
    if (identity.kind === 'in') await activate(identity.me);
    else if (identity.kind === 'out') show({ ...state, server: 'out' });
  };

  const refresh = async (): Promise<SessionState> => {
    await remembered;
    await ask();
    if (!state.settled) show({ ...state, settled: true });
    return state;
  };

  deps.tabs.addEventListener('message', () => void recall().then(refresh));

  return {
    state: () => state,
    watch: (changed) => {
      watching.add(changed);
      return () => watching.delete(changed);
    },
    refresh,
    recall,
    sealedCopy: async () => (await deps.device()).sealedCopy(),
    signInUrl: deps.signInUrl,
    unsent: async () => {
      const account = state.me?.account;
      return account === undefined ? NOTHING_UNSENT : (await deps.device()).unsentOf(account);
    },
    signOut: async () => {
      await remembered;
      const device = await deps.device();
      const account = state.me?.account;
      deps.whose.forget();
      // First the debt, so that a kill from here on still ends the session at the next contact.
      await device.oweSignOut(true);
      follow(null);
      if (account !== undefined) await device.forget(account);
      show({ settled: true, me: null, server: 'out' });
      deps.tabs.postMessage('changed');
      const toldServer = await deps.endSession();
      if (toldServer) await device.oweSignOut(false);
      return { toldServer };
    },
    open: async (account) => {
      const device = await deps.device();
      const opened = await device.open(account);
      if (!opened.ok) return opened;
      const { me } = state;
      if (me?.account === account && followed !== opened.value.store) {
        // Made anew under a running page: it is remembered and followed like the one before.
        await device.activate(me);
        follow(opened.value);
      }
      return { ok: true, value: opened.value.store };
    },
  };
}
