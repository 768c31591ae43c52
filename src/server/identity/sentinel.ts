import { createHash } from 'node:crypto';
import { Uuid } from '#core/dossier/dossier.ts';
import type { Settings } from '#server/settings.ts';
import { cookieOf } from './sessions.ts';

/** The longest a browser keeps a cookie; every sign-in begins it anew. */
const COOKIE_SECONDS = 400 * 24 * 60 * 60;
/** A shared phone has a few people; each costs some fifty bytes with every request. */
const MOST_ACCOUNTS = 5;

/**
 * A cookie that says which devices this browser had data of, by account: "had" because it stays when the browser
 * throws the store away, and is then the only thing that knows. Whoever signed in last stands first. What `remember`,
 * `renew` and `forget` answer is the cookie to set, or null where it says so already.
 *
 * It is not signed: what it names is looked up among the devices of whoever is signed in.
 */
export type Sentinel = {
  readonly deviceOf: (request: Request, account: string) => Uuid | null;
  readonly remember: (request: Request, account: string, device: Uuid) => string | null;
  /** At a sign-in: the account comes first, and the cookie's time begins anew. */
  readonly renew: (request: Request, account: string) => string | null;
  /** A sign-out deletes the store on purpose. Null: nobody says whose it was, so whoever used the browser last. */
  readonly forget: (request: Request, account: string | null) => string | null;
};

type Entry = { readonly tag: string; readonly device: Uuid };

export function createSentinel({ origin }: Pick<Settings, 'origin'>): Sentinel {
  const cookie = cookieOf('banso-had', origin, COOKIE_SECONDS);
  const read = (request: Request): Entry[] => entriesIn(cookie.read(request) ?? '');
  const write = (entries: readonly Entry[]): string =>
    cookie.write(
      entries
        .slice(0, MOST_ACCOUNTS)
        .map(({ tag, device }) => `${tag}.${device}`)
        .join('_'),
    );

  return {
    deviceOf: (request, account) => read(request).find(({ tag }) => tag === tagOf(account))?.device ?? null,
    remember: (request, account, device) => {
      const tag = tagOf(account);
      const entries = read(request);
      if (entries[0]?.tag === tag && entries[0].device === device) return null;
      return write([{ tag, device }, ...entries.filter((entry) => entry.tag !== tag)]);
    },
    renew: (request, account) => {
      const tag = tagOf(account);
      const entries = read(request);
      const own = entries.filter((entry) => entry.tag === tag);
      return entries.length === 0 ? null : write([...own, ...entries.filter((entry) => entry.tag !== tag)]);
    },
    forget: (request, account) => {
      const entries = read(request);
      const gone = account === null ? entries[0]?.tag : tagOf(account);
      const left = entries.filter(({ tag }) => tag !== gone);
      if (left.length === entries.length) return null;
      return left.length === 0 ? cookie.clear() : write(left);
    },
  };
}

function entriesIn(text: string): Entry[] {
  return text.split('_').flatMap((part) => {
    const [tag = '', device] = part.split('.');
    const parsed = Uuid.safeParse(device);
    return /^[0-9a-f]{12}$/.test(tag) && parsed.success ? [{ tag, device: parsed.data }] : [];
  });
}

/** Enough of a digest to tell the accounts of one browser apart, and too little to say which they are. */
function tagOf(account: string): string {
  return createHash('sha256').update(account).digest('hex').slice(0, 12);
}
