import { useEffect, useState } from 'react';
import type { AccountStore } from '#core/ports.ts';
import { fold } from '#core/text/fold.ts';
import { store, useApp } from './app.ts';

/** So many are kept; a ninth pushes out the oldest. */
const KEPT = 8;
/** A letter or two is no search to come back to. */
const SHORTEST = 3;

type Change = (texts: readonly string[]) => readonly string[];

/** Each change waits for the one before it, and for the list: what it does not know it would write over. */
let turn: Promise<unknown> = Promise.resolve();

/** The list as it is kept, with a change made to it; null when it could not be read. */
async function changed(kept: AccountStore, change: Change): Promise<readonly string[] | null> {
  const mine = turn.then(async () => {
    const found = await kept.listSearches();
    if (!found.ok) return null;
    const next = change(found.value);
    if (next !== found.value) await kept.keepSearches(next);
    return next;
  });
  turn = mine.catch(() => undefined);
  return await mine;
}

/** Of whoever uses this page without being signed in: gone with it, and kept from the next person. */
let ofNobody: readonly string[] = [];

export type RecentSearches = {
  /** The last first. */
  readonly texts: readonly string[];
  readonly remember: (text: string) => void;
  readonly forget: () => void;
};

/** What was searched for on this phone by the person signed in; it never leaves the phone, and goes at sign-out. */
export function useRecentSearches(): RecentSearches {
  const open = useApp((state) => state.store === 'open');
  const account = useApp((state) => state.me?.account ?? null);
  const [read, setRead] = useState<{ readonly account: string; readonly texts: readonly string[] } | null>(null);
  const [mine, setMine] = useState(ofNobody);
  useEffect(() => {
    let current = true;
    if (account !== null) {
      ofNobody = [];
      // A list that does not open is not worth a word: nothing was promised of it.
      if (open)
        void changed(store(), (texts) => texts).then((texts) => current && texts && setRead({ account, texts }));
    }
    return () => {
      current = false;
    };
  }, [account, open]);

  const keep = (change: Change) => {
    if (account === null) {
      ofNobody = change(ofNobody);
      setMine(ofNobody);
    } else if (open) {
      void changed(store(), change).then((texts) => texts && setRead({ account, texts }));
    }
  };
  return {
    texts: account === null ? mine : read?.account === account ? read.texts : [],
    remember: (text) => keep((texts) => withSearch(texts, text)),
    forget: () => keep(() => []),
  };
}

/** The list with one more text at its head; the same words with other marks take its place. */
export function withSearch(texts: readonly string[], text: string): readonly string[] {
  const words = text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
  if (words.length < SHORTEST || words === texts[0]) return texts;
  const folded = fold(words);
  return [words, ...texts.filter((one) => fold(one) !== folded)].slice(0, KEPT);
}
