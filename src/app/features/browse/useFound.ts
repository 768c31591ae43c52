import { useEffect, useState } from 'react';
import type { Day } from '#core/calendar/day.ts';
import type { SearchFilter } from '#core/text/search/filter.ts';
import type { Answer } from '#core/text/search/searcher.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { usePocket } from '#app/state/pocket.ts';
import { searchOf } from './find.ts';

/** A screenful or two; a province has thousands. */
const STEP = 30;

/**
 * `asked` names the question, so that what belongs to another is not taken for its answer. `whole`: the province's
 * catalogue was on the phone, not ours alone.
 */
type Found = { readonly asked: string; readonly answer: Answer; readonly whole: boolean };
export type View = {
  readonly found: Found | null;
  /** Shows more of the same. */
  readonly more: () => void;
};

/** The last list shown: whoever comes back from a procedure finds it, and their place in it, at once. */
let last: (Found & { readonly limit: number }) | null = null;

/** What a question finds, asked again at every key; until the answer is there the list before stays. */
export function useFound(catalogue: Catalogue | null, text: string, filter: SearchFilter, today: Day): View {
  // A catalogue that comes in meanwhile is asked the same question anew.
  const index = usePocket().state?.indexHash;
  const whole = index !== undefined;
  const asked = JSON.stringify([text, filter, index]);
  const [found, setFound] = useState<Found | null>(last?.asked === asked ? last : null);
  const [shown, setShown] = useState(last?.asked === asked ? last : { asked, limit: STEP });
  const limit = shown.asked === asked ? shown.limit : STEP;
  useEffect(() => {
    let current = true;
    if (catalogue) {
      void searchOf(catalogue, today)
        .then((search) => search.ask({ text, filter: JSON.parse(asked)[1] as SearchFilter, limit }))
        .then((answer) => {
          if (!current || !answer) return;
          last = { asked, answer, whole, limit };
          setFound(last);
        });
    }
    return () => {
      current = false;
    };
  }, [catalogue, text, asked, whole, limit, today]);
  return { found, more: () => setShown({ asked, limit: limit + STEP }) };
}
