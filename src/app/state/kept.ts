import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { create } from 'zustand';
import type { ListChange } from '#core/ports.ts';
import { Favourite } from '#core/procedure/favourite.ts';
import { changesSince, Look, lookAt, withLook, type Change, type Seen } from '#core/procedure/look.ts';
import { sameJson } from '#core/same-json.ts';
import { platform, store, useApp } from './app.ts';

/**
 * Procedures somebody means to come back to, and how those looked at stood then. A person's own lie sealed in their
 * store and go at sign-out. Who is not signed in has a list on the phone itself, which the screens say; of looks it
 * keeps those at its favourites alone, since what others looked at is nobody's business.
 */
type Kept = {
  /** Whose they are; null before they have been read. */
  readonly owner: string | null;
  readonly favourites: readonly Favourite[];
  readonly looks: readonly Look[];
};

/** No account has this name. */
const PHONE = '';
const PLACE = 'banso-kept';
const OnPhone = z.object({ favourites: z.array(Favourite), looks: z.array(Look) });

const useKept = create<Kept>(() => ({ owner: null, favourites: [], looks: [] }));

// Who signs out takes theirs along.
useApp.subscribe(({ me }, { me: before }) => {
  if (me?.account !== before?.account) useKept.setState({ owner: null, favourites: [], looks: [] });
});

/** Whose lists are to be shown now; null while that is not known or they cannot be read. */
function useOwner(): string | null {
  return useApp(({ store: state, me }) => (state === 'open' && me ? me.account : state === 'closed' ? PHONE : null));
}

function useRead(): Kept & { readonly ready: boolean } {
  const owner = useOwner();
  const kept = useKept();
  useEffect(() => {
    if (owner === null || useKept.getState().owner === owner) return;
    void readOf(owner).then((read) => read && useKept.setState({ owner, ...read }));
  }, [owner]);
  return { ...kept, ready: owner !== null && kept.owner === owner };
}

/** A list that does not open is not worth a word: nothing was promised of it, and nothing is written over it. */
async function readOf(owner: string): Promise<Lists | null> {
  if (owner === PHONE) return onPhone();
  const [favourites, looks] = await Promise.all([store().listFavourites(), store().listLooks()]);
  return favourites.ok && looks.ok ? { favourites: favourites.value, looks: looks.value } : null;
}

function onPhone(): Lists {
  const read = OnPhone.safeParse(parsed(localStorage.getItem(PLACE)));
  return read.success ? read.data : { favourites: [], looks: [] };
}

function codesOf(items: readonly { readonly code: string }[]): ReadonlySet<string> {
  return new Set(items.map(({ code }) => code));
}

type Lists = Omit<Kept, 'owner'>;
type Keeping = { readonly favourites?: ListChange<Favourite>; readonly looks?: ListChange<Look> };

function changed({ favourites, looks }: Lists, change: Keeping): Lists {
  return { favourites: change.favourites?.(favourites) ?? favourites, looks: change.looks?.(looks) ?? looks };
}

/** Both here and where they are kept, which may be more by now: another tab keeps some too. */
function keep(change: Keeping): void {
  const mine = changed(useKept.getState(), change);
  useKept.setState(mine);
  if (useKept.getState().owner === PHONE) keepOnPhone(change, mine.looks);
  else {
    if (change.favourites) void store().keepFavourites(change.favourites);
    if (change.looks) void store().keepLooks(change.looks);
  }
}

/** With the looks of this page, of which the phone has none before their procedures are favourites. */
function keepOnPhone(change: Keeping, mine: readonly Look[]): void {
  const kept = onPhone();
  const known = codesOf(kept.looks);
  const all = [...kept.looks, ...mine.filter(({ code }) => !known.has(code))];
  const { favourites, looks } = changed({ ...kept, looks: all }, change);
  const codes = codesOf(favourites);
  try {
    localStorage.setItem(PLACE, JSON.stringify({ favourites, looks: looks.filter(({ code }) => codes.has(code)) }));
  } catch {
    // A full phone keeps the list until the page is closed.
  }
}

export type Favourites = {
  /** The last first; empty until they have been read. */
  readonly favourites: readonly Favourite[];
  readonly ready: boolean;
  /** Nobody is signed in: whoever opens this phone sees them. */
  readonly onPhone: boolean;
  readonly has: (code: string) => boolean;
  /** What a procedure was called when it was kept or looked at; null for one this person has not seen. */
  readonly nameOf: (code: string) => string | null;
  readonly toggle: (favourite: Favourite) => void;
};

export function useFavourites(): Favourites {
  const { favourites, looks, ready, owner } = useRead();
  const list = ready ? favourites : [];
  const has = (code: string) => list.some((one) => one.code === code);
  return {
    favourites: list,
    ready,
    onPhone: owner === PHONE,
    has,
    nameOf: (code) => {
      const name = parsed(looks.find((look) => ready && look.code === code)?.parts['name'] ?? null);
      return list.find((one) => one.code === code)?.name ?? (typeof name === 'string' ? name : null);
    },
    toggle: (favourite) => {
      if (!ready) return;
      const head = has(favourite.code) ? [] : [favourite];
      keep({ favourites: (all) => [...head, ...all.filter(({ code }) => code !== favourite.code)] });
    },
  };
}

export type Since = { readonly at: number; readonly changes: readonly Change[] };

/**
 * What has changed in a procedure since this person last looked, or null. Looking is what dismisses it: it stays while
 * the page is open and is not said again. `seen` as the page shows it, the same object while that is the same; null
 * while there is nothing to see.
 */
export function useChanges(seen: Seen | null): Since | null {
  const { ready } = useRead();
  const [told, setTold] = useState<(Since & { readonly of: Seen; readonly base: Look }) | null>(null);
  useEffect(() => {
    if (!ready || !seen || told?.of === seen) return undefined;
    let current = true;
    const kept = useKept.getState().looks.find(({ code }) => code === seen.code) ?? null;
    // What comes while the page is open is a change since the last time, as what was there at first.
    const base = told?.of.code === seen.code ? told.base : kept;
    void lookAt(seen, kept, platform().clock.now(), sha256).then((now) => {
      if (!current) return;
      const since = base ?? now;
      setTold({ of: seen, base: since, at: since.at, changes: changesSince(since, now, seen) });
      if (kept?.rev === now.rev && sameJson(kept.parts, now.parts)) return;
      const favourites = codesOf(useKept.getState().favourites);
      keep({ looks: (all) => withLook(all, now, favourites) });
    });
    return () => {
      current = false;
    };
  }, [ready, seen, told]);
  return told && told.of.code === seen?.code && told.changes.length > 0 ? told : null;
}

async function sha256(text: string): Promise<string> {
  return await platform().hasher.sha256(new TextEncoder().encode(text));
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}
