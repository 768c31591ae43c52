export const SEARCH_LEVELS = ['commune', 'province', 'ministry'] as const;
export type SearchLevel = (typeof SEARCH_LEVELS)[number];

export const AUDIENCES = ['person', 'business', 'both'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** What search knows of a procedure. Texts in any Unicode form; `field` and `agency` may be empty. */
export type SearchEntry = {
  readonly code: string;
  readonly name: string;
  readonly field: string;
  readonly level: SearchLevel;
  readonly agency: string;
  readonly audience: Audience;
  /** How much people ask for it: 0 rarely, `MOST_POPULAR` and above the most. */
  readonly popularity: number;
  /** Other names and what people type for it. */
  readonly keywords?: readonly string[] | undefined;
  /** Events of life it belongs to; a catalogue has at most 16. */
  readonly events?: readonly string[];
  /** No longer in force: found by its words, to say what came after, and not listed. */
  readonly withdrawn?: boolean;
};

export const MOST_POPULAR = 10;

/**
 * A guess at `popularity` for sources that count no use, as the national portal does not: what a commune
 * does for a person is asked for daily, what one province regulates for itself rarely.
 */
export function guessPopularity(facts: {
  readonly level: SearchLevel;
  readonly audience: Audience;
  /** The portal groups it under an event of a person's or a business's life. */
  readonly inServiceGroup: boolean;
  /** In force in one province only. */
  readonly narrow: boolean;
}): number {
  if (facts.narrow) return facts.level === 'commune' ? 1 : 0;
  const forPeople = facts.audience === 'business' ? 0 : 1;
  return (facts.level === 'commune' ? 3 : 1) * forPeople + (facts.inServiceGroup ? 2 : 0);
}
