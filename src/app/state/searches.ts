import { useEffect, useState } from 'react';
import type { ListChange, Stored } from '#core/ports.ts';
import { fold } from '#core/text/fold.ts';
import { store, useApp } from './app.ts';

/** So many are kept; a ninth pushes out the oldest. */
const KEPT = 8;
/** A letter or two is no search to come back to. */
const SHORTEST = 3;

type Texts = readonly string[];

/** Each reading and change waits for the one before it, so that the list shown is the last one. */
let turn: Promise<unknown> = Promise.resolve();

/** The list that comes of it; null when it could not be read or kept. */
async function inTurn(work: () => Promise<Stored<Texts>>): Promise<Texts | null> {
  const mine = turn.then(work);
  turn = mine.catch(() => undefined);
  const list = await mine;
  return list.ok ? list.value : null;
}

/** Of whoever uses this page without being signed in: gone with it, and kept from the next person. */
let ofNobody: Texts = [];

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
      if (open) {
        const kept = store();
        void inTurn(() => kept.listSearches()).then((texts) => current && texts && setRead({ account, texts }));
      }
    }
    return () => {
      current = false;
    };
  }, [account, open]);

  const keep = (change: ListChange<string>) => {
    if (account === null) {
      ofNobody = change(ofNobody);
      setMine(ofNobody);
    } else if (open) {
      const kept = store();
      void inTurn(() => kept.keepSearches(change)).then((texts) => texts && setRead({ account, texts }));
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
