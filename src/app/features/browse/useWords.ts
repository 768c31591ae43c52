import { useEffect, useState } from 'react';
import { useSearchParams } from 'wouter';
import { usePlace } from '#app/router.ts';
import { useApp } from '#app/state/app.ts';
import { changeAddress } from './view.ts';

/**
 * What was typed at each place of this page's history. It is kept in memory alone: an address would be
 * written into the browser's history, where the next person reads it, and be sent to the server at a reload.
 */
const typed = new Map<string, string>();

useApp.subscribe(({ me }, { me: before }) => {
  if (before && me?.account !== before.account) typed.clear();
});

/** The words searched for. Going back finds them; words that come in an address (`?q=`) are taken out of it. */
export function useWords(): [string, (words: string) => void] {
  const { key, arrival } = usePlace();
  const [params, setParams] = useSearchParams();
  const inAddress = params.get('q');
  const [words, setWords] = useState(inAddress ?? typed.get(key) ?? '');
  const [visit, setVisit] = useState(key);
  if (visit !== key) {
    setVisit(key);
    // A filter replaces the address under the words; any other visit brings its own.
    if (arrival !== 'instead') setWords(inAddress ?? typed.get(key) ?? '');
  }
  useEffect(() => {
    typed.set(key, words);
  }, [key, words]);
  useEffect(() => {
    if (inAddress !== null) changeAddress(setParams, { q: null });
  }, [inAddress, setParams]);
  return [words, setWords];
}
