import { expect, vi } from 'vitest';
import { startApp, useApp } from '#app/state/app.ts';
import type { Platform } from '#app/state/platform.ts';
import './frames.ts';

const ignore = () => ignore;
const none = () => Promise.resolve({ ok: true, value: [] });

/** Nothing but what a screen asks as it opens. */
export const EMPTY_STORE = {
  listDrafts: none,
  listOutbox: none,
  listDossiers: none,
  listProgress: none,
  listMissing: none,
  listStandings: none,
  listUntold: none,
  listAside: none,
  watch: ignore,
};

/**
 * An app with somebody signed in, for tests of screens: nothing on the phone, no engine, a clock that stands, but for
 * what is given. Done when the store is open.
 */
export async function startSignedIn(store: object = {}, rest: object = {}): Promise<void> {
  const session = { settled: true, me: { account: 'may', name: 'Mẩy' }, server: 'in' };
  startApp({
    session: { state: () => session, watch: ignore, refresh: ignore, signInUrl: String },
    store: () => Promise.resolve({ ok: true, value: { ...EMPTY_STORE, ...store } }),
    storeSilence: { watch: ignore },
    sync: { state: () => null, watch: ignore },
    update: { watch: ignore, waiting: () => false },
    installPrompt: { watch: ignore, available: () => false },
    clock: { now: () => Date.parse('2026-11-25T02:00:00Z') },
    host: { backgroundSync: true },
    ...rest,
  } as unknown as Platform);
  await vi.waitFor(() => expect(useApp.getState().store).toBe('open'));
}

/** jsdom has the element and none of its behaviour. */
export function openDialogs(): void {
  HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
    this.open = false;
  };
}
