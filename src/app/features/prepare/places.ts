import type { Draft, DraftPlace } from '#core/dossier/draft.ts';
import type { Page } from '#core/form/form.ts';
import { visibleDocuments, visiblePages } from '#core/form/visible.ts';

/** One step of preparing a dossier, with its part of the address: a page of the form, the papers, the review. */
export type Place =
  | { readonly at: 'page'; readonly segment: string; readonly page: Page }
  | { readonly at: 'papers'; readonly segment: typeof PAPERS }
  | { readonly at: 'review'; readonly segment: typeof REVIEW };

/** No page id has a hyphen, so these never stand for one. */
const PAPERS = 'giay-to';
const REVIEW = 'xem-lai';

/** The steps with the answers given so far, in order. Papers are left out when none are asked for. */
export function placesOf({ procedure, answers }: Pick<Draft, 'procedure' | 'answers'>): readonly Place[] {
  const pages = procedure.form ? visiblePages(procedure.form, answers) : [];
  const papers = visibleDocuments(procedure, answers).length > 0;
  return [
    ...pages.map((page) => ({ at: 'page' as const, segment: page.id, page })),
    ...(papers ? [{ at: 'papers' as const, segment: PAPERS } as const] : []),
    { at: 'review', segment: REVIEW },
  ];
}

/** Where a stored draft goes on. A page that is no longer asked leads to the first one. */
export function resumeAt(places: readonly Place[], place: DraftPlace): { segment: string; field: string | null } {
  if (place.at === 'page') {
    const found = places.some(({ segment }) => segment === place.page);
    if (found) return { segment: place.page, field: place.field ?? null };
    return { segment: places[0]?.segment ?? REVIEW, field: null };
  }
  const segment = place.at === 'papers' ? PAPERS : REVIEW;
  return { segment: places.some((at) => at.segment === segment) ? segment : REVIEW, field: null };
}

/** What is stored of a step. */
export function storedPlace(place: Place): DraftPlace {
  return place.at === 'page' ? { at: 'page', page: place.page.id } : { at: place.at };
}

/** True when a stored place is on this step, whatever its field. */
export function isAt(stored: DraftPlace, place: Place): boolean {
  return stored.at === 'page' ? place.at === 'page' && stored.page === place.page.id : stored.at === place.at;
}
