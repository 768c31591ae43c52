import { useEffect, useState } from 'react';
import type { KeptDetail } from '#core/procedure/pocket.ts';
import { platform } from './app.ts';
import type { PocketView } from '#core/procedure/pocket.ts';

/** What this phone has of the province's catalogue, as it comes in. */
export function usePocket(): PocketView {
  const [view, setView] = useState(() => platform().pocket.view());
  useEffect(() => platform().pocket.watch(setView), []);
  return view;
}

export type OfficialDetail =
  | { readonly kind: 'looking' }
  /** The catalogue has no such code, as far as this phone knows. */
  | { readonly kind: 'unknown' }
  /** It is in the catalogue, and its details have to be fetched where there is signal. */
  | { readonly kind: 'notHere' }
  /** `fresh`: nothing newer is known. */
  | { readonly kind: 'here'; readonly detail: KeptDetail; readonly fresh: boolean };

/** The official facts of a procedure, from the phone or, once, from the server. */
export function useOfficialDetail(code: string): OfficialDetail {
  const [found, setFound] = useState<OfficialDetail>({ kind: 'looking' });
  useEffect(() => {
    const { pocket } = platform();
    let version: number | null = null;
    let turn = 0;
    const look = async (): Promise<void> => {
      const mine = ++turn;
      const answer = await pocket.detail(code);
      if (mine === turn) setFound(outcomeOf(answer));
    };
    // A catalogue that comes in may bring the procedure, or a newer version of it.
    const stop = pocket.watch(({ state }) => {
      if ((state?.version ?? 0) === version) return;
      version = state?.version ?? 0;
      void look();
    });
    void look();
    return () => {
      turn += 1;
      stop();
    };
  }, [code]);
  return found;
}

function outcomeOf(answer: { detail: KeptDetail | null; fresh: boolean } | null): OfficialDetail {
  if (answer === null) return { kind: 'unknown' };
  return answer.detail === null ? { kind: 'notHere' } : { kind: 'here', detail: answer.detail, fresh: answer.fresh };
}
