import type { Host } from './platform.ts';
import { serviceWorkers } from './signals.ts';

/** Probes what this browser can do. A WebView lacks much of it without saying so in its name. */
export function probeHost(): Host {
  const has = (owner: object, name: string): boolean => name in owner;
  return {
    serviceWorker: serviceWorkers() !== null,
    backgroundSync: has(globalThis, 'SyncManager'),
    locks: has(navigator, 'locks'),
    share: has(navigator, 'share'),
    camera: has(navigator, 'mediaDevices'),
    installed:
      matchMedia('(display-mode: standalone)').matches || (navigator as { standalone?: boolean }).standalone === true,
  };
}
