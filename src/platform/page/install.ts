import type { InstallPrompt } from './platform.ts';

/** Chromium's event; Safari and Firefox never fire it. */
type InstallEvent = Event & {
  readonly prompt: () => Promise<void>;
  readonly userChoice: Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
};

/** Keeps the browser's offer to install until a screen has a use for it. */
export function installPrompt(): InstallPrompt {
  const watching = new Set<(available: boolean) => void>();
  let offer: InstallEvent | null = null;

  const keep = (next: InstallEvent | null): void => {
    offer = next;
    for (const changed of watching) changed(next !== null);
  };
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    keep(event as InstallEvent);
  });
  addEventListener('appinstalled', () => keep(null));

  return {
    available: () => offer !== null,
    watch: (changed) => {
      watching.add(changed);
      return () => watching.delete(changed);
    },
    ask: async () => {
      const asked = offer;
      if (!asked) return 'unavailable';
      // An offer can be used once.
      keep(null);
      await asked.prompt();
      return (await asked.userChoice).outcome;
    },
  };
}
