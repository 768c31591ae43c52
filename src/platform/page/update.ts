import type { Workbox } from 'workbox-window';
import type { Update } from './platform.ts';

/** How often an app that stays open asks for a newer version of itself. */
const ASK_EVERY_MS = 6 * 60 * 60_000;

/** Registers the service worker and tells when a newer version waits. It takes over by `accept` alone. */
export function watchUpdates(script: string | null): Update {
  const watching = new Set<(waiting: boolean) => void>();
  let waiting = false;
  let workbox: Workbox | null = null;

  const show = (): void => {
    waiting = true;
    for (const changed of watching) changed(true);
  };

  const register = async (url: string): Promise<void> => {
    const { Workbox } = await import('workbox-window');
    workbox = new Workbox(url);
    workbox.addEventListener('waiting', show);
    const registration = await workbox.register();
    if (!registration) return;
    setInterval(() => void registration.update().catch(() => undefined), ASK_EVERY_MS);
  };

  // Without a service worker (a private window, some WebViews) the app works online only.
  if (script !== null) void register(script).catch(() => undefined);

  return {
    waiting: () => waiting,
    watch: (changed) => {
      watching.add(changed);
      return () => watching.delete(changed);
    },
    accept: () =>
      new Promise((taken) => {
        if (!workbox || !waiting) return taken();
        workbox.addEventListener('controlling', () => {
          taken();
          location.reload();
        });
        workbox.messageSkipWaiting();
      }),
  };
}
