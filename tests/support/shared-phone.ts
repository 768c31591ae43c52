import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { vi } from 'vitest';
import type { Stored } from '#core/ports.ts';
import { hasher, ids } from '#platform/ambient.ts';
import type { Identity } from '#platform/page/identity.ts';
import { openSession, type Active } from '#platform/page/session.ts';
import { openDevice } from '#platform/store/device.ts';
import type { Me } from '#protocol/http.ts';

export const MAY: Me = person('account-of-may', 'LÝ THỊ MẨY');
export const VANG: Me = person('account-of-vang', 'GIÀNG A VẢNG');

function person(account: string, name: string): Me {
  return { account, name, kind: 'resident', unit: null, person: { name } };
}

/** A phone that people share, with pages open on it, and the server as these hear it. */
export function sharedPhone() {
  const databases = new IDBFactory();
  const idb = { indexedDB: databases, IDBKeyRange };
  /** What each page has to hear of the others, in the order in which they were opened. */
  const listeners: ((event: MessageEvent) => void)[] = [];
  const listen = (_type: string, listener: unknown) => void listeners.push(listener as (event: MessageEvent) => void);
  const openPhone = () => openDevice({ clock: { now: () => 1 }, ids, hasher, askToPersist: () => undefined, idb });

  const phone = {
    device: openPhone(),
    /** Who is signed in, and how whoever asks is told. */
    identity: { kind: 'unknown' } as Identity,
    identify: (): Promise<Identity> => Promise.resolve(phone.identity),
    serverEnds: true,
    /** What the server's readable cookie says. */
    signedIn: null as string | null,
    calls: [] as string[],
    /** Whose sessions it was told to end. */
    ended: [] as (string | undefined)[],
    active: [] as (Active | null)[],
    said: [] as unknown[],
  };

  /** Opens a page. `reach` fetches the program of its store. */
  const start = (from = phone.device, reach = () => Promise.resolve(from)) =>
    openSession({
      hasMemory: async () => (await databases.databases()).length > 0,
      device: reach,
      identify: () => {
        phone.calls.push('identify');
        return phone.identify();
      },
      endSession: async (account) => {
        phone.calls.push('end');
        phone.ended.push(account);
        return phone.serverEnds;
      },
      whose: { account: () => phone.signedIn, forget: () => (phone.signedIn = null) },
      signInUrl: (returnTo) => returnTo,
      tabs: { postMessage: (message: unknown) => phone.said.push(message), addEventListener: listen },
      follow: (next) => phone.active.push(next),
    });

  /** The server's answer to whoever asks from now on who is signed in, for when it pleases the network. */
  const holdAnswer = () => {
    let release: (identity: Identity) => void = () => undefined;
    const answer = new Promise<Identity>((resolve) => {
      release = resolve;
    });
    phone.identify = () => answer;
    return release;
  };

  return Object.assign(phone, {
    databases,
    /** Another page's view of the same phone. */
    openPhone,
    start,
    holdAnswer,
    hear: (page: number, data: unknown) => listeners[page]?.({ data } as MessageEvent),
    names: async () => (await databases.databases()).map(({ name }) => name),
  });
}

/** Work that stops once, as it begins or with what came of it, until it is told to go on. */
export function held<Args extends unknown[], T>(at: 'begin' | 'end', work: (...args: Args) => Promise<T>) {
  let goOn: () => void = () => undefined;
  const told = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const first = async (...args: Args): Promise<T> => {
    if (at === 'begin') await told;
    const done = await work(...args);
    await told;
    return done;
  };
  return { work: vi.fn(work).mockImplementationOnce(first), goOn };
}

/** What the phone cannot write so many times. */
export function failing<Args extends unknown[]>(
  times: number,
  work: (...args: Args) => Promise<Stored>,
  code: 'full' | 'lost',
) {
  let left = times;
  return async (...args: Args): Promise<Stored> => (left-- > 0 ? { ok: false, failure: { code } } : work(...args));
}
