import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core';
import { must } from '#core/assert.ts';

/** The tag under which pages ask for Background Sync (`askForBackgroundSync`). */
export const TAG = 'banso-outbox';

/**
 * A browser whose app is closed and whose service worker is still there. It holds a page of nobody's, through which
 * the browser itself is asked.
 */
export class Background {
  private readonly phone: BrowserContext;
  private readonly devtools: CDPSession;
  private readonly origin: string;
  private readonly registrations = new Map<string, string>();

  private constructor(phone: BrowserContext, devtools: CDPSession, origin: string) {
    this.phone = phone;
    this.devtools = devtools;
    this.origin = origin;
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      for (const one of registrations) {
        if (one.isDeleted) this.registrations.delete(one.scopeURL);
        else this.registrations.set(one.scopeURL, one.registrationId);
      }
    });
  }

  /** `origin`: the app's, with its worker registered. */
  static async of(phone: BrowserContext, origin: string): Promise<Background> {
    const blank: Page = await phone.newPage();
    const devtools = await phone.newCDPSession(blank);
    const background = new Background(phone, devtools, origin);
    await devtools.send('ServiceWorker.enable');
    return background;
  }

  /** What the browser does once there is network: starts the worker and gives it the event. */
  async sync(): Promise<void> {
    const { origin } = this;
    const registrationId = must(this.registrations.get(`${origin}/`), 'a registered worker');
    await this.devtools.send('ServiceWorker.dispatchSyncEvent', {
      origin,
      registrationId,
      tag: TAG,
      lastChance: false,
    });
  }

  /** The phone tells its worker that it is on a network of this kind from now on, as Android's Chromium does. */
  async moveTo(type: 'wifi' | 'cellular'): Promise<void> {
    const worker = await this.worker();
    await worker.evaluate((now) => {
      const told = Object.assign(new EventTarget(), { type: now });
      const { connection } = navigator as { readonly connection?: { type: string } & EventTarget };
      if (connection && Object.hasOwn(navigator, 'connection')) {
        connection.type = now;
        connection.dispatchEvent(new Event('change'));
      } else Object.defineProperty(navigator, 'connection', { value: told });
    }, type);
  }

  /** The worker's own global scope. */
  async worker(): Promise<Worker> {
    const found = this.phone.serviceWorkers().find((worker) => worker.url().startsWith(this.origin));
    return found ?? (await this.phone.waitForEvent('serviceworker'));
  }
}

/** Whether a page or a worker holds the lock under which the phone's one engine runs. */
export async function leads(scope: Page | Worker): Promise<boolean> {
  // A page and a worker are asked alike; their types only differ in what they hand over.
  return await (scope as Page).evaluate(() =>
    navigator.locks.request(`who-am-i-${crypto.randomUUID()}`, async (own) => {
      const { held = [] } = await navigator.locks.query();
      const me = held.find(({ name }) => name === own?.name)?.clientId;
      return held.some(({ name, clientId }) => name?.startsWith('banso-sync-') && clientId === me);
    }),
  );
}

/** How many hold the engine's locks, and how many wait for one, as a page or worker of the app sees it. */
export async function seatsOf(scope: Page | Worker): Promise<{ readonly held: number; readonly awaited: number }> {
  return await (scope as Page).evaluate(async () => {
    const { held = [], pending = [] } = await navigator.locks.query();
    const count = (locks: readonly LockInfo[]) => locks.filter(({ name }) => name?.startsWith('banso-sync-')).length;
    return { held: count(held), awaited: count(pending) };
  });
}

/** The tags of the calls that Background Sync still owes the app, as its page sees them. */
export async function callsAskedFor(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    const { sync } = (await navigator.serviceWorker.ready) as ServiceWorkerRegistration & {
      readonly sync: { readonly getTags: () => Promise<string[]> };
    };
    return sync.getTags();
  });
}
