import { createHash, randomBytes } from 'node:crypto';
import { parse, serialize } from 'hono/utils/cookie';
import { WHOSE_COOKIE } from '#protocol/http.ts';
import type { Sessions } from '#server/http/mount.ts';
import type { Settings } from '#server/settings.ts';
import type { Profile } from './claims.ts';
import type { IdentityStore } from './store.ts';

const SESSION_DAYS = 30;
const DAY_MS = 24 * 60 * 60_000;
/** A session is extended at most this often, so that reading does not mean writing. */
const EXTEND_EVERY_MS = 60 * 60_000;
/** The longest a browser keeps a cookie. The row decides when a session ends; the cookie merely finds it. */
const COOKIE_SECONDS = 400 * 24 * 60 * 60;

export type SessionKeeper = Sessions & {
  /** Opens a session for a person and ends the one the request came with. Answers the account and the cookies to set. */
  open(request: Request, subject: string, profile: Profile): Promise<{ account: string; cookies: readonly string[] }>;
  /** Ends the request's session, if any. Answers the cookies that clear it. */
  close(request: Request): Promise<readonly string[]>;
};

/**
 * Sessions by a random 256-bit token in a cookie that no script can read; the server keeps the token's digest
 * alone. Every sign-in makes a new token, and thirty days without a visit end a session. A second cookie, which the
 * page reads, says whose session it is: it counts for nothing here.
 */
export function createSessions(
  store: IdentityStore,
  settings: Pick<Settings, 'origin'>,
  now: () => number = Date.now,
): SessionKeeper {
  const cookie = cookieOf('banso', settings.origin, COOKIE_SECONDS);
  const whose = cookieOf(WHOSE_COOKIE, settings.origin, COOKIE_SECONDS, { readable: true });

  function digestIn(request: Request): string | null {
    const token = cookie.read(request);
    return token === null ? null : digest(token);
  }
  function expiry(time: number): Date {
    return new Date(time + SESSION_DAYS * DAY_MS);
  }

  return {
    async find(request) {
      const session = digestIn(request);
      if (session === null) return null;
      const time = now();
      const found = await store.findSession(session, new Date(time));
      if (found === null) return null;
      if (time - found.seenAt.getTime() > EXTEND_EVERY_MS) {
        await store.extendSession(session, new Date(time), expiry(time));
      }
      return found.me;
    },
    async open(request, subject, profile) {
      const token = randomToken();
      const time = now();
      const account = await store.signIn({
        subject,
        profile,
        session: digest(token),
        replaces: digestIn(request),
        now: new Date(time),
        expiresAt: expiry(time),
      });
      return { account, cookies: [cookie.write(token), whose.write(account)] };
    },
    async close(request) {
      const session = digestIn(request);
      if (session !== null) await store.endSession(session);
      return [cookie.clear(), whose.clear()];
    },
  };
}

/**
 * A cookie for this host alone: with the __Host- prefix where there is TLS, without on localhost. No script reads it
 * unless it is `readable`.
 */
export function cookieOf(name: string, origin: string, maxAgeSeconds: number, { readable = false } = {}) {
  const secure = origin.startsWith('https:');
  const fullName = secure ? `__Host-${name}` : name;
  const attributes = { path: '/', httpOnly: !readable, sameSite: 'Lax', secure } as const;
  return {
    read(request: Request): string | null {
      const value = parse(request.headers.get('Cookie') ?? '', fullName)[fullName];
      return value === undefined || value === '' ? null : value;
    },
    write: (value: string): string => serialize(fullName, value, { ...attributes, maxAge: maxAgeSeconds }),
    clear: (): string => serialize(fullName, '', { ...attributes, maxAge: 0 }),
  };
}

export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

export function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
