import { useSyncExternalStore } from 'react';
import type { Commune } from '#core/procedure/province.ts';
import { useApp } from './app.ts';
import type { Catalogue } from './catalogue.ts';

const PLACE = 'banso-commune';
const watching = new Set<() => void>();

export type Place = {
  readonly commune: Commune | null;
  /** `profile`: where the person lives; `chosen`: on this phone, for looking things up. */
  readonly from: 'profile' | 'chosen' | null;
  readonly choose: (code: string) => void;
};

/** The commune whose centre is shown: that of the person signed in, else the one chosen on this phone. */
export function usePlace({ province: { communes } }: Pick<Catalogue, 'province'>): Place {
  const own = useApp((state) => state.me?.person.unit ?? null);
  const chosen = useSyncExternalStore(watch, () => localStorage.getItem(PLACE));
  const find = (code: string | null) => communes.find((commune) => commune.code === code) ?? null;
  const [ofProfile, ofChoice] = [find(own), find(chosen)];
  return {
    commune: ofProfile ?? ofChoice,
    from: ofProfile ? 'profile' : ofChoice ? 'chosen' : null,
    choose: (code) => {
      localStorage.setItem(PLACE, code);
      for (const changed of watching) changed();
    },
  };
}

function watch(changed: () => void): () => void {
  watching.add(changed);
  return () => watching.delete(changed);
}
