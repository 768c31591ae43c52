import type { WakeReason } from '#core/sync/state.ts';

/** The tag of the one-off Background Sync; Chromium alone has it. */
const BACKGROUND_TAG = 'banso-outbox';

/** Coming to the front fires several events at once, and each exchange costs bytes. */
const SAME_MOMENT_MS = 2_000;

type SyncRegistration = ServiceWorkerRegistration & {
  readonly sync: { readonly register: (tag: string) => Promise<void> };
};

/**
 * Calls `wake` whenever something suggests that there may be signal, or that somebody looks, and `frozen` when the
 * page runs no more until it is looked at again.
 */
export function listenForSignals(now: () => number, wake: (why: WakeReason) => void, frozen: () => void): void {
  let lastAt = Number.NEGATIVE_INFINITY;
  const seen = (): void => {
    if (document.visibilityState !== 'visible' || now() - lastAt < SAME_MOMENT_MS) return;
    lastAt = now();
    wake('visible');
  };
  addEventListener('online', () => wake('online'));
  addEventListener('focus', seen);
  addEventListener('pageshow', (event) => {
    if (event.persisted) seen();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') wake('hidden');
    else seen();
  });
  const stopped = (): void => {
    // However short it will be: what is given up now is taken up again.
    lastAt = Number.NEGATIVE_INFINITY;
    frozen();
  };
  document.addEventListener('freeze', stopped);
  addEventListener('pagehide', (event) => {
    if (event.persisted) stopped();
  });
}

/** Asks the browser to start the service worker once there is network, even with the app closed. */
export async function askForBackgroundSync(): Promise<void> {
  try {
    const registration = await serviceWorkers()?.getRegistration();
    if (registration && hasSync(registration)) await registration.sync.register(BACKGROUND_TAG);
  } catch {
    // Refused by the person's settings: the engine sends at the next start instead.
  }
}

export function serviceWorkers(): ServiceWorkerContainer | null {
  return (navigator as { readonly serviceWorker?: ServiceWorkerContainer }).serviceWorker ?? null;
}

function hasSync(registration: ServiceWorkerRegistration): registration is SyncRegistration {
  return 'sync' in registration;
}
