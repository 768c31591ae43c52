import { create } from 'zustand';
import { must } from '#core/assert.ts';
import { lastAt, type Dossier, type Sha256 } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { isSupplement } from '#core/dossier/supplement.ts';
import type { AccountStore, FileProgress, OutboxEntry, PutAside, StoreFailure, Stored, Untold } from '#core/ports.ts';
import type { DraftStanding } from '#core/sync/drafts.ts';
import type { SyncState } from '#core/sync/state.ts';
import type { Me } from '#protocol/http.ts';
import { loadCatalogue } from './catalogue.ts';
import type { Platform, SessionState } from './platform.ts';

/**
 * What the screens see: a view over the store and the engine, read again whenever either changes. It is
 * never a second truth; nothing is written here first.
 */
export type AppState = {
  readonly me: Me | null;
  /**
   * `opening` also while the phone has not yet been asked who uses it, so `me` means nothing then;
   * `closed` with nobody signed in, `failed` when the phone's store cannot be opened.
   */
  readonly store: 'closed' | 'opening' | 'open' | 'failed';
  readonly storeFailure: StoreFailure | null;
  /** The browser took the store away while it was open: what is shown is on this page alone. */
  readonly storeLost: boolean;
  /** The phone's storage has not answered for too long: what it was asked to write may never be written. */
  readonly storeSilent: boolean;
  /** Dossiers that have not been submitted, the one saved last first. */
  readonly drafts: readonly Draft[];
  /** What is being added to dossiers (supplements, papers photographed again) and has not been sent. */
  readonly supplements: readonly Draft[];
  /** Drafts of which another phone has a version that this one has not taken over. */
  readonly standings: readonly DraftStanding[];
  readonly outbox: readonly OutboxEntry[];
  readonly dossiers: readonly Dossier[];
  /** Dossiers of which a server restored from a backup has not told, or that it has lost. */
  readonly untold: readonly Untold[];
  readonly progress: readonly FileProgress[];
  /** Files of the person's dossiers that the server lacked by its last answer; null before there was one. */
  readonly missing: readonly Sha256[] | null;
  /** What did not open on this phone and was put aside. */
  readonly aside: readonly PutAside[];
  readonly sync: SyncState | null;
  /** What the server said last of the session; `out` with somebody known here: work goes on, sending waits. */
  readonly server: SessionState['server'];
  readonly updateWaiting: boolean;
  /** The browser offers to put the app on the home screen. */
  readonly installable: boolean;
};

/** What a closed store has to show. */
const CLOSED = {
  storeFailure: null,
  storeLost: false,
  drafts: [],
  supplements: [],
  standings: [],
  outbox: [],
  dossiers: [],
  untold: [],
  progress: [],
  missing: null,
  aside: [],
  sync: null,
} as const satisfies Partial<AppState>;

export const useApp = create<AppState>(() => ({
  ...CLOSED,
  me: null,
  store: 'opening',
  storeSilent: false,
  server: 'unknown',
  updateWaiting: false,
  installable: false,
}));

let composed: Platform | null = null;
let opened: AccountStore | null = null;
let stopWatching: (() => void) | null = null;
/** The account whose store is being opened. */
let opening: string | null = null;
/** The reading of the store that is under way, and the one that begins after it. */
let reading = Promise.resolve();
let readingNext: Promise<void> | null = null;

/** The platform, for what screens ask of it directly. */
export function platform(): Platform {
  return must(composed, 'platform');
}

/** The signed-in person's store. Screens that write are only reached when it is open. */
export function store(): AccountStore {
  return must(opened, 'account store');
}

/**
 * Reads the store again; done when everything written before the call is on the screens. One reading at a time, so
 * that none overtakes a later one; all who ask during one share the next.
 */
export function catchUp(): Promise<void> {
  const read = () => {
    readingNext = null;
    return (reading = readStore());
  };
  readingNext ??= reading.then(read, read);
  return readingNext;
}

/** Called once by main.tsx, before the first render. Opens the store of whoever this phone knows. */
export function startApp(built: Platform): void {
  composed = built;
  built.session.watch(() => void followSession());
  built.sync.watch((sync) => useApp.setState({ sync }));
  built.storeSilence.watch((storeSilent) => useApp.setState({ storeSilent }));
  built.update.watch((updateWaiting) => useApp.setState({ updateWaiting }));
  built.installPrompt.watch((installable) => useApp.setState({ installable }));
  useApp.setState({ installable: built.installPrompt.available(), updateWaiting: built.update.waiting() });
  void followSession();
  void built.session.refresh();
}

/** Opens the store again after a failure. */
export async function reopenStore(): Promise<void> {
  closeStore();
  if (!platform().session.state().me) await platform().session.recall();
  await followSession();
}

/**
 * Opens the store again under a page that goes on showing what it shows, and calls `fill` with it before anything of
 * it is read: it may be an empty one. Null when another person's, or none, has been put in its place meanwhile.
 */
export async function replaceStore<T>(fill: (anew: AccountStore) => Promise<T>): Promise<Stored<T> | null> {
  const account = must(useApp.getState().me, 'somebody').account;
  const before = opened;
  const result = await platform().store(account);
  if (opened !== before) return null;
  if (!result.ok) return result;
  stopWatching?.();
  const anew = (opened = result.value);
  const value = await fill(anew);
  if (opened !== anew) return null;
  stopWatching = anew.watch(() => void catchUp());
  useApp.setState({ storeLost: false });
  await catchUp();
  return { ok: true, value };
}

async function followSession(): Promise<void> {
  const { settled, me, server, shut } = platform().session.state();
  if (!settled) return;
  useApp.setState({ server });
  const now = useApp.getState();
  const same = now.me?.account === me?.account;
  useApp.setState({ me });
  if (same && (now.store === 'open' || opening === me?.account)) return;
  closeStore();
  if (!me && shut) useApp.setState({ store: 'failed', storeFailure: shut });
  if (!me) return;
  useApp.setState({ store: 'opening', storeFailure: null });
  opening = me.account;
  const result = await platform().store(me.account);
  if (opening !== me.account) return;
  opening = null;
  if (!result.ok) {
    useApp.setState({ store: 'failed', storeFailure: result.failure });
    return;
  }
  opened = result.value;
  stopWatching = opened.watch(() => void catchUp());
  await catchUp();
}

function closeStore(): void {
  opening = null;
  stopWatching?.();
  stopWatching = null;
  opened = null;
  useApp.setState({ ...CLOSED, store: 'closed' });
}

async function readStore(): Promise<void> {
  const from = opened;
  if (!from) return;
  const [drafts, outbox, dossiers, progress, missing, standings, untold, aside] = await Promise.all([
    from.listDrafts(),
    from.listOutbox(),
    from.listDossiers(),
    from.listProgress(),
    from.listMissing(),
    from.listStandings(),
    from.listUntold(),
    from.listAside(),
  ]);
  if (from !== opened) return;
  const failure = firstFailure(drafts, outbox, dossiers, progress, missing, standings, untold, aside);
  if (failure?.code === 'lost' && useApp.getState().store === 'open') {
    // What was read before stays on screen: now it is nowhere else.
    useApp.setState({ storeLost: true });
    return;
  }
  useApp.setState((state) => ({
    store: failure ? 'failed' : 'open',
    storeFailure: failure,
    ...(drafts.ok && sorted(drafts.value)),
    outbox: outbox.ok ? outbox.value : state.outbox,
    dossiers: dossiers.ok ? dossiers.value.toSorted((a, b) => lastAt(b) - lastAt(a)) : state.dossiers,
    progress: progress.ok ? progress.value : state.progress,
    missing: missing.ok ? missing.value : state.missing,
    standings: standings.ok ? standings.value : state.standings,
    untold: untold.ok ? untold.value : state.untold,
    aside: aside.ok ? aside.value : state.aside,
    sync: platform().sync.state(),
  }));
  if (standings.ok && standings.value.length > 0) void takeOver(from);
}

/**
 * Takes over what other phones wrote of drafts, by the version of the procedure they were written by. What this app
 * has no such version for waits, and the person is told.
 */
async function takeOver(from: AccountStore): Promise<void> {
  const { findVersion } = await loadCatalogue();
  if (from === opened) await from.takeArrivals(findVersion);
}

function firstFailure(...results: readonly Stored<unknown>[]): StoreFailure | null {
  for (const result of results) if (!result.ok) return result.failure;
  return null;
}

function sorted(all: readonly Draft[]): Pick<AppState, 'drafts' | 'supplements'> {
  const newestFirst = all.toSorted((a, b) => b.savedAt - a.savedAt);
  return {
    drafts: newestFirst.filter((draft) => !isSupplement(draft)),
    supplements: newestFirst.filter(isSupplement),
  };
}
