import { useEffect, useRef, useState } from 'react';
import type { CatalogueEntry } from '#core/procedure/entry.ts';
import type { KeptDetail, PocketView } from '#core/procedure/pocket.ts';
import { platform, useApp } from './app.ts';

/** What this phone has of the province's catalogue, as it comes in. */
export function usePocket(): PocketView {
  const [view, setView] = useState(() => platform().pocket.view());
  useEffect(() => platform().pocket.watch(setView), []);
  return view;
}

export type OfficialDetail =
  | { readonly kind: 'looking'; readonly entry: CatalogueEntry | null }
  /** The catalogue has no such code, as far as this phone and the server know. */
  | { readonly kind: 'unknown' }
  /** Its details have to be fetched where there is signal. */
  | { readonly kind: 'notHere'; readonly entry: CatalogueEntry | null }
  /** `fresh`: nothing newer is known. */
  | { readonly kind: 'here'; readonly detail: KeptDetail; readonly fresh: boolean };

export type OfficialView = {
  readonly found: OfficialDetail;
  /** The server is being asked. */
  readonly asking: boolean;
  readonly ask: () => void;
};

/** The first wait until the server is asked again by itself; it doubles each time up to the last. */
const FIRST_WAIT_MS = 10_000;
const LAST_WAIT_MS = 5 * 60_000;

/**
 * The official facts of a procedure: at once what the phone has, then what the server has where that is newer. What
 * could not be fetched is asked for again when there is signal, without a tap. `onlyListed`: a page that has words of
 * its own does not spend bytes on asking for what the index does not name.
 */
export function useOfficialDetail(code: string, onlyListed: boolean): OfficialView {
  const [found, setFound] = useState<OfficialDetail>({ kind: 'looking', entry: null });
  const [asking, setAsking] = useState(false);
  const look = useRef<() => void>(() => undefined);
  useEffect(() => {
    const { pocket, timers } = platform();
    let version: number | null = null;
    let turn = 0;
    let wait = FIRST_WAIT_MS;
    let missing = false;
    let stopWaiting = (): void => undefined;
    look.current = () => void lookUp();

    async function lookUp(): Promise<void> {
      const mine = ++turn;
      stopWaiting();
      setAsking(true);
      const { entry, detail } = await pocket.glance(code);
      if (mine !== turn) return;
      version = pocket.view().state?.version ?? 0;
      setFound((before) => glanced(before, entry, detail));
      if (onlyListed && entry === null) {
        setAsking(false);
        if (pocket.view().state !== null) setFound({ kind: 'unknown' });
        return;
      }
      const answer = await pocket.detail(code, entry);
      if (mine !== turn) return;
      setAsking(false);
      const next = outcomeOf(answer, entry);
      setFound(next);
      missing = next.kind === 'notHere' || (next.kind === 'here' && !next.fresh);
      if (!missing) return;
      stopWaiting = timers.after(wait, () => void lookUp());
      wait = Math.min(wait * 2, LAST_WAIT_MS);
    }
    const again = (): void => {
      if (missing && document.visibilityState === 'visible') void lookUp();
    };
    // A catalogue that comes in may bring the procedure, or a newer version of it.
    const stopPocket = pocket.watch(({ state }) => {
      if (version !== null && version !== (state?.version ?? 0)) void lookUp();
    });
    // Whatever else has just reached the server says that there is signal.
    const stopContact = useApp.subscribe(({ sync }, { sync: before }) => {
      if (sync?.lastContactAt !== before?.lastContactAt) again();
    });
    window.addEventListener('online', again);
    document.addEventListener('visibilitychange', again);
    void lookUp();
    return () => {
      turn += 1;
      stopWaiting();
      stopPocket();
      stopContact();
      window.removeEventListener('online', again);
      document.removeEventListener('visibilitychange', again);
    };
  }, [code, onlyListed]);
  return { found, asking, ask: () => look.current() };
}

/** What stands on the screen while the server is asked: never less than before. */
function glanced(before: OfficialDetail, entry: CatalogueEntry | null, detail: KeptDetail | null): OfficialDetail {
  if (before.kind === 'here') return before;
  if (detail !== null) return { kind: 'here', detail, fresh: true };
  return before.kind === 'notHere' ? { kind: 'notHere', entry } : { kind: 'looking', entry };
}

function outcomeOf(
  answer: { detail: KeptDetail | null; fresh: boolean } | null,
  entry: CatalogueEntry | null,
): OfficialDetail {
  if (answer === null) return { kind: 'unknown' };
  return answer.detail === null
    ? { kind: 'notHere', entry }
    : { kind: 'here', detail: answer.detail, fresh: answer.fresh };
}
