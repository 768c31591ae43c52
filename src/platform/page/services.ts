import { hasToSend } from '#core/sync/upload-lane.ts';
import { clock, hasher, ids, timers } from '#platform/ambient.ts';
import { call, download, type Caller } from '#platform/net/answer.ts';
import { listenForSilence } from '#platform/store/silence.ts';
import { persist, storageReport } from '#platform/store/storage.ts';
import { probeHost } from './host.ts';
import { askIdentity, endSession, signInUrl } from './identity.ts';
import { images } from './images.ts';
import { keepInStep } from './in-step.ts';
import { installPrompt } from './install.ts';
import { codes } from './codes.ts';
import { jws } from './jws.ts';
import type { Api, Platform } from './platform.ts';
import { lazyPocket } from './pocket.ts';
import { openSession } from './session.ts';
import { askForBackgroundSync, listenForSignals, serviceWorkers } from './signals.ts';
import { followedSync } from './sync.ts';
import { watchUpdates } from './update.ts';
import { whose } from './whose.ts';

/**
 * Composes the browser's adapters for the page. Answers at once: the store, the engine and whatever else the
 * first screen can do without are fetched afterwards. `worker` is the service worker's script, null for none.
 */
export function openPlatform(worker: string | null = '/sw.js'): Platform {
  const { origin } = location;
  const caller: Caller = { fetch: fetch.bind(globalThis) };
  const silence = listenForSilence(timers);

  const sync = followedSync(
    async (active) => (await import('./join.ts')).joinSync(active),
    () => void askForBackgroundSync(),
  );
  const session = openSession({
    hasMemory: () => silence.heed(hasMemory()),
    device: once(async () =>
      (await import('#platform/store/device.ts')).openDevice({
        clock,
        ids,
        hasher,
        askToPersist: () => void persist(),
        heed: silence.heed,
      }),
    ),
    identify: () => askIdentity(caller, origin),
    endSession: (account) => endSession(caller, origin, account),
    whose,
    signInUrl,
    tabs: new BroadcastChannel('banso-session'),
    follow: sync.follow,
  });
  const pocket = lazyPocket({ ...caller, origin }, { now: clock.now, after: timers.after });
  listenForSignals(
    clock.now,
    (why) => {
      const before = sync.state();
      sync.wake(why);
      pocket.wake();
      if (session.state().server !== 'in') void session.refresh();
      // Where only a person can help, the browser's calls would cost data for nothing.
      if (why === 'hidden' && before.blocked === null && hasToSend(before)) void askForBackgroundSync();
    },
    sync.standAside,
  );
  keepInStep(session, sync);

  const api: Api = {
    get: (path, answer) => call(caller, origin + path, undefined, answer),
    post: (path, body, answer) => call(caller, origin + path, body, answer),
    file: (path) => download(caller, origin + path),
  };

  return {
    session,
    store: session.open,
    storeSilence: { watch: silence.watch },
    sync,
    search: once(async () => (await import('./search.ts')).openPageSearch()),
    pocket,
    images: images(hasher),
    jws,
    codes,
    api,
    storageReport,
    persist,
    installPrompt: installPrompt(),
    update: watchUpdates(serviceWorkers() ? worker : null),
    host: probeHost(),
    clock,
    timers,
    ids,
    hasher,
  };
}

/** True when this origin has a database already, or the browser does not say. */
async function hasMemory(): Promise<boolean> {
  if (!('databases' in indexedDB)) return true;
  return (await indexedDB.databases()).length > 0;
}

/** Made at the first call; one that failed is made anew at the next. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    }));
}
