import { paths } from '#app/paths.ts';
import { QUEUES } from '#protocol/desk.ts';

/** Where the left pane leads: the queues, and the money that waits for a person. */
export const PLACES = [...QUEUES, 'suspense'] as const;
export type Place = (typeof PLACES)[number];

/** What the address bar says of a place; officers see and share it, so it is Vietnamese. */
const SLUGS = {
  toReceive: 'cho-tiep-nhan',
  inProgress: 'dang-xu-ly',
  toSupplement: 'cho-bo-sung',
  toPay: 'cho-nop-phi',
  toReturn: 'cho-tra',
  overdue: 'qua-han',
  closed: 'da-dong',
  suspense: 'tien-cho-doi-chieu',
} as const satisfies Record<Place, string>;

const PLACE = 'hang';
const PAGE = 'trang';

/** The place an address names; the first queue when it names none that exists. */
export function placeOf(search: URLSearchParams): Place {
  return PLACES.find((place) => SLUGS[place] === search.get(PLACE)) ?? 'toReceive';
}

/** The page, from 1, that is open in the viewer beside the answers; null while papers are only thumbnails. */
export function pageOf(search: URLSearchParams): number | null {
  const page = Number(search.get(PAGE));
  return Number.isSafeInteger(page) && page > 0 ? page : null;
}

/** The address of a place, of a dossier opened from it, and of a page in its viewer. */
export function hrefOf(place: Place, dossier?: string, page?: number): string {
  const search = new URLSearchParams();
  if (place !== 'toReceive') search.set(PLACE, SLUGS[place]);
  if (page !== undefined) search.set(PAGE, String(page));
  const query = search.toString();
  return (dossier === undefined ? paths.desk : paths.deskDossier(dossier)) + (query === '' ? '' : `?${query}`);
}
