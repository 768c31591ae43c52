import type { AccountStore, Stored } from '#core/ports.ts';
import type { Me } from '#protocol/http.ts';
import type { Device, OwedSignOut } from '#platform/store/device.ts';
import type { Identity } from './identity.ts';
import type { Session, SessionState } from './platform.ts';

export type SessionDeps = {
  /** False on a phone that has never kept anything: then nobody is remembered, and the store need not be fetched. */
  readonly hasMemory: () => Promise<boolean>;
  /** The device's store, opened at the first call. */
  readonly device: () => Promise<Device>;
  readonly identify: () => Promise<Identity>;
  /** Of whoever is named, and nobody else; of whoever it is where nobody is. True once it is over. */
  readonly endSession: (account: string | undefined) => Promise<boolean>;
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

/** What the tabs tell each other: who has signed out, or that there is something new. */
type Said = 'changed' | { readonly signedOut: string | undefined };

const NOTHING_UNSENT: Awaited<ReturnType<Session['unsent']>> = {
  ok: true,
  value: { drafts: 0, commands: 0, files: 0, papers: 0, dossiers: 0, receipts: 0 },
};

/** Who uses the phone: remembered on it, confirmed or corrected by the server. */
export function openSession(
  deps: SessionDeps,
): Session & { readonly open: (account: string) => Promise<Stored<AccountStore>> } {
  let state: SessionState = { settled: false, me: null, server: 'unknown' };
  let followed: AccountStore | null = null;
  /** Rises when a sign-out, or another tab, changes who is active; then what was asked before is of the past. */
  let turn = 0;
  /** Of the turns, the last one at which each account signed out. */
  const signedOutAt = new Map<string | undefined, number>();
  /** The server has not been told of a sign-out made here, whether the phone could note that or not. */
  let owing: OwedSignOut | null = null;
  /** Whose sign-out has to be tried again: they are on no screen any more. */
  let leaving: string | undefined;
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
    const asked = turn;
    const signedIn = deps.whose.account();
    const recalled = (await deps.hasMemory()) ? await (await deps.device()).recall(signedIn) : null;
    if (turn !== asked) return;
    const found = recalled?.ok ? recalled.value : null;
    follow(found?.open ?? null);
    const { shut: _before, ...known } = state;
    const shut = recalled && !recalled.ok ? { shut: recalled.failure } : {};
    const me = found?.me ?? null;
    // Somebody has signed in of whom this phone knows nothing yet: the server says who.
    // What waits here wants its person first, with or without signal.
    const server = found?.ended ? 'out' : known.server;
    show({ ...known, ...shut, settled: me !== null || signedIn === null || 'shut' in shut, me, server });
  };

  /** Reads what the phone remembers, once. False when the program for that did not come through: the next call tries anew. */
  let remembered: Promise<boolean> | null = null;
  const remember = (): Promise<boolean> => {
    remembered ??= recall().then(
      () => true,
      () => {
        remembered = null;
        // Somebody may be known: until that can be read, nobody is told to sign in.
        if (!state.me) show({ ...state, settled: true, shut: { code: 'lost' } });
        return false;
      },
    );
    return remembered;
  };
  const rememberAgain = (): Promise<boolean> => {
    remembered = null;
    return remember();
  };
  void remember();

  /** Whoever has signed in since has the cookie that a sign-out takes away, and owes nothing for somebody else. */
  const owedSignOut = async (): Promise<OwedSignOut | null> => (deps.whose.account() === null ? untold() : null);

  /** The sign-out that the server has not been told of. */
  const untold = async (): Promise<OwedSignOut | null> => {
    if (owing || !(await deps.hasMemory())) return owing;
    const owed = await (await deps.device()).owesSignOut();
    return owed.ok ? owed.value : null;
  };

  /** Deletes the store of an account that has signed out; what is here of whoever has signed in again is theirs. */
  const forget = async (account: string): Promise<boolean> =>
    deps.whose.account() === account || (await (await deps.device()).forget(account)).ok;

  const say = (said: Said): void => deps.tabs.postMessage(said);

  /** Remembers the account and follows its store. False when the session is not any more what it was. */
  const adopt = async (me: Me, asked: number): Promise<boolean> => {
    const device = await deps.device();
    const noted = await device.activate(me);
    // A full phone cannot note the visit; what it keeps is there all the same, and has to be sent.
    const opened = noted.ok ? noted : await device.open(me.account);
    const owed = await owedSignOut();
    // Only their own sign-out deletes: what belongs to whoever is active before or after another is theirs.
    if (owed?.by === me.account || (signedOutAt.get(me.account) ?? 0) > asked) await forget(me.account);
    // An answer asked for in another session says nothing of this.
    if (owed || turn !== asked) return false;
    // A phone that cannot keep the account still knows who is signed in; its screens say what is wrong.
    follow(opened.ok ? opened.value : null);
    return true;
  };

  const activate = async (me: Me, asked: number): Promise<void> => {
    if (!(await adopt(me, asked))) return;
    const changed = state.me?.account !== me.account;
    const { shut: _before, ...known } = state;
    show({ ...known, settled: true, me, server: 'in' });
    if (changed) say('changed');
  };

  /** A sign-out made without network reaches the server before anything else. False while it cannot. */
  const settleDebt = async (): Promise<boolean> => {
    const owed = await untold();
    if (!owed) return true;
    const device = await deps.device();
    const signedIn = deps.whose.account();
    // A later sign-in has ended the session before it, and its own is not to end. That somebody else's store is gone the
    // server has to hear all the same: it would tell them that something was lost.
    const isOver = signedIn !== null && (owed.by === undefined || owed.by === signedIn);
    if (!isOver && !(await deps.endSession(owed.by))) return false;
    owing = null;
    await device.oweSignOut(false);
    return true;
  };

  const ask = async (): Promise<void> => {
    const asked = turn;
    if (!(await settleDebt())) return;
    const identity = await deps.identify();
    if (identity.kind === 'unknown' || (await owedSignOut()) || turn !== asked) return;
    if (identity.kind === 'in') await activate(identity.me, asked);
    else {
      const isNew = state.me !== null && state.server !== 'out';
      show({ ...state, server: 'out' });
      // The next start may be without signal.
      if (isNew) await (await deps.device()).noteEnded();
    }
  };

  const refresh = async (): Promise<SessionState> => {
    if (!(await remember())) return state;
    // What did not come through of the program is fetched again by the next one.
    await ask().catch(() => undefined);
    if (!state.settled) show({ ...state, settled: true });
    return state;
  };

  deps.tabs.addEventListener('message', ({ data }: MessageEvent<Said>) => {
    turn += 1;
    if (data !== 'changed') signedOutAt.set(data.signedOut, turn);
    void rememberAgain().then(refresh);
  });

  return {
    state: () => state,
    watch: (changed) => {
      watching.add(changed);
      return () => watching.delete(changed);
    },
    refresh,
    recall: async () => void (await rememberAgain()),
    sealedCopy: async () => (await deps.device()).sealedCopy(),
    signInUrl: deps.signInUrl,
    unsent: async () => {
      const account = state.me?.account;
      return account === undefined ? NOTHING_UNSENT : (await deps.device()).unsentOf(account);
    },
    signOut: async () => {
      // Who is shown as it is made: another tab may have somebody else signed in by the time that this one knows.
      const shown = state.me?.account ?? leaving;
      await remember();
      const device = await deps.device();
      const account = shown ?? state.me?.account;
      turn += 1;
      signedOutAt.set(account, turn);
      owing = { by: account };
      if (account === undefined || deps.whose.account() === account) deps.whose.forget();
      // First the debt, so that a kill from here on still ends the session at the next contact.
      const noted = await device.oweSignOut(true, account, account);
      follow(null);
      show({ settled: true, me: null, server: 'out' });
      const forgotten = account === undefined || (await forget(account));
      leaving = forgotten ? undefined : account;
      // A full phone has room for it now.
      const owed = noted.ok || (await device.oweSignOut(true, account, leaving)).ok;
      say({ signedOut: account });
      const toldServer = await settleDebt();
      return { done: forgotten && (owed || toldServer), toldServer };
    },
    open: async (account) => {
      const asked = turn;
      const opened = await (await deps.device()).open(account);
      if (!opened.ok) return opened;
      const { me } = state;
      // Made anew under a running page: it is remembered and followed like the one before.
      if (me?.account === account && followed !== opened.value.store) await adopt(me, asked);
      return { ok: true, value: opened.value.store };
    },
  };
}
