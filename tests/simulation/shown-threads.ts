import type { Uuid } from '#core/dossier/dossier.ts';
import { accountAt, key } from './shown-papers.ts';

/** What a draft says at a place. */
type Words = { readonly place: string; readonly id: Uuid; readonly content: string };

/** What drafts have said on all phones of an account, and what of it somebody has left behind, having seen it. */
export class ShownThreads {
  private readonly known = new Map<string, Set<string>>();
  /** By what was said: the places where somebody wrote over it or ended it. */
  private readonly passed = new Map<string, Set<string>>();
  private readonly thrownAway = new Set<string>();

  said({ place, id, content }: Words): void {
    setOf(this.known, threadOf(place, id)).add(content);
  }

  isKnown({ place, id, content }: Words): boolean {
    return setOf(this.known, threadOf(place, id)).has(content);
  }

  /** Notes that what a draft says here was seen by whoever goes on from it. True when that is new. */
  pass(words: Words): boolean {
    const places = this.passedBy(words);
    if (places.has(words.place)) return false;
    places.add(words.place);
    return true;
  }

  /** Where somebody had before their eyes what this draft says now, and went on from it. */
  passedBy({ place, id, content }: Words): Set<string> {
    return setOf(this.passed, key(threadOf(place, id), content));
  }

  /** Somebody throws it away on a phone, and with it the photos that were taken there. */
  throwAway(place: string, id: Uuid): void {
    this.thrownAway.add(threadOf(place, id));
  }

  isThrownAway({ place, id }: Words): boolean {
    return this.thrownAway.has(threadOf(place, id));
  }
}

function threadOf(place: string, id: Uuid): string {
  return key(accountAt(place), id);
}

function setOf(map: Map<string, Set<string>>, at: string): Set<string> {
  let set = map.get(at);
  if (!set) map.set(at, (set = new Set()));
  return set;
}
