import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
  type PrecacheEntry,
} from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';
import { deliver } from './deliver.ts';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: (PrecacheEntry | string)[] };

type SyncEvent = ExtendableEvent & { readonly tag: string };

const BACKGROUND_TAG = 'banso-outbox';
/** Pages of the server; everything else is a screen of the app. */
const SERVER_PATHS = /^\/((api|auth|sandbox|healthz)([/?]|$)|(robots\.txt|sitemap\.xml)$)/;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
// Nothing but the app itself is ever answered from a cache: what is under /api is personal, and always fresh.
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [SERVER_PATHS] }));

self.addEventListener('activate', (event) => {
  // The very first page is served as well; a later version gets here only by consent.
  event.waitUntil(self.clients.claim());
});

self.addEventListener('message', (event) => {
  const type = typeof event.data === 'object' && event.data !== null ? (event.data as { type?: unknown }).type : null;
  // Sent by a page whose person agreed: a new version never takes over under a half-filled form.
  if (type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('sync', (event) => {
  const { tag } = event as SyncEvent;
  if (tag === BACKGROUND_TAG) (event as SyncEvent).waitUntil(sendWhatWaits());
});

/** Rejects when work is left, so that the browser calls again. */
async function sendWhatWaits(): Promise<void> {
  if ((await deliver(self.location.origin)) === 'left') throw new Error('Work is left to send');
}
