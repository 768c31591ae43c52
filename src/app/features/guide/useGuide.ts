import { useEffect, useId, useRef } from 'react';
import { useSearchParams } from 'wouter';
import { useBack, useNavigate } from '#app/router.ts';
import { dayOf, type Day } from '#core/calendar/day.ts';
import type { Question } from '#core/guide/guide.ts';
import { walk, type Advice, type Asked } from '#core/guide/walk.ts';
import { paths } from '#app/paths.ts';
import { platform } from '#app/state/app.ts';
import type { GuideData } from '#app/state/guides.ts';
import { chosenIn, oneLess, openAgain, withAnswer, withOpen } from './address.ts';

export type Place =
  | { readonly at: 'question'; readonly question: Question; readonly chosen: string | null }
  | { readonly at: 'advice'; readonly advice: Advice };

export type OpenGuide = {
  /** The answers above what is shown. */
  readonly trail: readonly Asked[];
  readonly place: Place;
  /** The id of the heading that takes focus. */
  readonly heading: string;
  readonly today: Day;
  readonly answer: (value: string) => void;
  readonly change: (question: Question) => void;
  readonly restart: () => void;
  readonly back: () => void;
};

/** Where the address says one is in a guide, and the ways on from there. */
export function useGuide({ guide, rules }: GuideData): OpenGuide {
  const navigate = useNavigate();
  const back = useBack();
  const [params] = useSearchParams();
  const today = dayOf(platform().clock.now());
  const walked = walk(guide, rules, chosenIn(params), today);
  const { asked } = walked;
  const again = openAgain(params, asked);
  const place: Place = again
    ? { at: 'question', question: again.question, chosen: again.option.value }
    : walked.next
      ? { at: 'question', question: walked.next, chosen: null }
      : { at: 'advice', advice: walked.advice };
  const heading = useFocus(place.at === 'question' ? place.question.id : 'advice');
  return {
    trail: again ? asked.slice(0, asked.indexOf(again)) : asked,
    place,
    heading,
    today,
    answer: (value) => {
      if (place.at === 'question') navigate(withAnswer(asked, place.question.id, value));
    },
    change: ({ id }) => navigate(withOpen(asked, id)),
    restart: () => navigate('?'),
    // A link that was shared, or opened anew, has nothing behind it.
    back: () => back(asked.length > 0 ? oneLess(asked) : paths.home),
  };
}

/** Moves focus to the heading of what has just appeared, except of what was there first. */
function useFocus(shown: string): string {
  const id = useId();
  const before = useRef(shown);
  useEffect(() => {
    if (before.current === shown) return;
    before.current = shown;
    window.scrollTo(0, 0);
    document.getElementById(id)?.focus({ preventScroll: true });
  }, [shown, id]);
  return id;
}
