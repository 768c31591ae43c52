import { useState } from 'react';
import { useLocation, useNavigationType } from 'react-router';

/** The words typed. They stand in the address too, so that going back finds them; it leads when it changes. */
export function useWordsOfAddress(): [string, (words: string) => void] {
  const { search, key } = useLocation();
  const how = useNavigationType();
  const inAddress = new URLSearchParams(search).get('q') ?? '';
  const [query, setQuery] = useState(inAddress);
  const [visit, setVisit] = useState(key);
  if (visit !== key) {
    setVisit(key);
    // Typing replaces the address; what comes back from there may already be behind the keyboard.
    if (how !== 'REPLACE') setQuery(inAddress);
  }
  return [query, setQuery];
}
