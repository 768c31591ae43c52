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

function placeOf(search: URLSearchParams): Place {
  return PLACES.find((place) => SLUGS[place] === search.get(PLACE)) ?? 'toReceive';
}

function pageOf(search: URLSearchParams): number | null {
  const page = Number(search.get(PAGE));
  return Number.isSafeInteger(page) && page > 0 ? page : null;
}

/** What an address shows. */
export type Address = {
  /** The first queue when the address names none that exists. */
  readonly place: Place;
  readonly open: string | null;
  /** The page, from 1, in the viewer beside the answers; null while papers are only thumbnails. */
  readonly page: number | null;
};

/** Reads an address of the desk. Keys pressed faster than the screen is drawn read the address bar itself. */
export function addressOf({ pathname, search }: { readonly pathname: string; readonly search: string }): Address {
  const query = new URLSearchParams(search);
  const open = pathname.startsWith(paths.deskDossier('')) ? pathname.slice(paths.deskDossier('').length) : '';
  return { place: placeOf(query), open: open || null, page: open ? pageOf(query) : null };
}

/** The address of a place, of a dossier opened from it, and of a page in its viewer. */
export function hrefOf(place: Place, dossier?: string, page?: number): string {
  const search = new URLSearchParams();
  if (place !== 'toReceive') search.set(PLACE, SLUGS[place]);
  if (page !== undefined) search.set(PAGE, String(page));
  const query = search.toString();
  return (dossier === undefined ? paths.desk : paths.deskDossier(dossier)) + (query === '' ? '' : `?${query}`);
}
