import { isoFromDateParts, type DateParts } from '#ui/dateParts.ts';

/**
 * The answer three boxes make: the day when they hold one, else what is in them ("1992--14"), so that an
 * unfinished date is kept in the draft too. Such a text is never a day, and validation says so.
 */
export function dateAnswer(typed: DateParts): string | undefined {
  const digits = (text: string) => text.replace(/\D/g, '');
  const parts = { day: digits(typed.day), month: digits(typed.month), year: digits(typed.year) };
  const answer = isoFromDateParts(parts) ?? `${parts.year}-${parts.month}-${parts.day}`;
  return answer === '--' ? undefined : answer;
}

/** The boxes of an answer, finished or not. */
export function datePartsOf(answer: string): DateParts {
  const [year = '', month = '', day = ''] = answer.split('-');
  return { day, month, year };
}
