/** What a key does at the desk. `queue` is the place in the left pane, from 0. */
export type Shortcut =
  | { readonly do: 'search' | 'next' | 'previous' | 'back' | 'help' | 'actions' | 'check' }
  | { readonly do: 'nextPage' | 'previousPage' | 'zoomIn' | 'zoomOut' | 'fit' | 'rotate' }
  | { readonly do: 'queue'; readonly at: number };

/** A key press, reduced to what decides. */
export type KeyPress = {
  readonly key: string;
  /** Ctrl, Alt or Meta is held, or an input method is composing: the key belongs to somebody else. */
  readonly taken: boolean;
  /** `typing`: a field has the focus. `list`: a line of the queue, or nothing, has. */
  readonly focus: 'typing' | 'list' | 'elsewhere';
  /** The viewer is open beside the answers. */
  readonly viewer: boolean;
};

const ANYWHERE: Readonly<Record<string, Shortcut>> = {
  '/': { do: 'search' },
  '?': { do: 'help' },
  j: { do: 'next' },
  k: { do: 'previous' },
  a: { do: 'actions' },
  x: { do: 'check' },
};

const IN_LIST: Readonly<Record<string, Shortcut>> = { ArrowDown: { do: 'next' }, ArrowUp: { do: 'previous' } };

const IN_VIEWER: Readonly<Record<string, Shortcut>> = {
  ArrowRight: { do: 'nextPage' },
  ArrowLeft: { do: 'previousPage' },
  '+': { do: 'zoomIn' },
  '=': { do: 'zoomIn' },
  '-': { do: 'zoomOut' },
  '0': { do: 'fit' },
  r: { do: 'rotate' },
};

/** The shortcut of a key press, or null: then the browser does what it always does. */
export function shortcutOf({ key, taken, focus, viewer }: KeyPress): Shortcut | null {
  if (taken) return null;
  if (key === 'Escape') return { do: 'back' };
  if (focus === 'typing') return null;
  const known = key.length === 1 ? key.toLowerCase() : key;
  const found = (viewer && IN_VIEWER[known]) || (focus === 'list' && !viewer && IN_LIST[known]) || ANYWHERE[known];
  if (found) return found;
  return /^[1-8]$/.test(key) ? { do: 'queue', at: Number(key) - 1 } : null;
}
