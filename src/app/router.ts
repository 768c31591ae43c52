import { useLocation, useSearch, type AroundNavHandler } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';

/** What the browser's history keeps of a place beside its address. */
type Kept = {
  readonly key: string;
  /** How many places of the app lie behind this one. */
  readonly behind: number;
  readonly state: unknown;
};

/** How one came to the place shown: onwards, in the stead of the place before, or along the browser's history. */
export type Arrival = 'onward' | 'instead' | 'history';

const FIRST: Kept = { key: 'first', behind: 0, state: null };
let arrival: Arrival = 'history';
addEventListener('popstate', () => (arrival = 'history'));

const keptOf = (historyState: unknown): Kept => (historyState as Kept | null) ?? FIRST;

/** Notes with every place how it was come to and what lies behind it. For the app's router. */
export const noteArrival: AroundNavHandler = (navigate, to, options) => {
  const replace = options?.replace ?? false;
  const behind = keptOf(history.state).behind + (replace ? 0 : 1);
  const key = Math.random().toString(36).slice(2);
  arrival = replace ? 'instead' : 'onward';
  navigate(to, { replace, state: { key, behind, state: options?.state ?? null } satisfies Kept });
};

/** Goes to an address of the app; `?…` keeps the path. `state` is found again by `usePlace`, also after a reload. */
export function useNavigate(): (to: string, options?: { replace?: boolean; state?: unknown }) => void {
  return useLocation()[1];
}

export type Place = {
  readonly pathname: string;
  /** With its question mark; empty when there is none. */
  readonly search: string;
  /** Names this place in the browser's history: the same address come to again has another one. */
  readonly key: string;
  readonly state: unknown;
  readonly arrival: Arrival;
};

/** Where the app is. */
export function usePlace(): Place {
  const [pathname] = useLocation();
  const search = useSearch();
  const { key, state } = keptOf(useHistoryState<unknown>());
  return { pathname, search: search && `?${search}`, key, state, arrival };
}

/** Goes back to the place one came from; to `otherwise` where nothing of the app lies behind, as after a shared link. */
export function useBack(): (otherwise: string) => void {
  const navigate = useNavigate();
  return (otherwise) => {
    if (keptOf(history.state).behind > 0) history.back();
    else navigate(otherwise, { replace: true });
  };
}
