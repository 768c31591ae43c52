import { createHash, randomBytes } from 'node:crypto';
import { parse, serialize } from 'hono/utils/cookie';
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
  /** Opens a session for a person and ends the one the request came with. Answers the account and the cookie to set. */
  open(request: Request, subject: string, profile: Profile): Promise<{ account: string; cookie: string }>;
  /** Ends the request's session, if any. Answers the cookie that clears it. */
  close(request: Request): Promise<string>;
};

/**
 * Sessions by a random 256-bit token in a cookie that no script can read; the server keeps the token's digest
 * alone. Every sign-in makes a new token, and thirty days without a visit end a session.
 */
export function createSessions(
  store: IdentityStore,
  settings: Pick<Settings, 'origin'>,
  now: () => number = Date.now,
): SessionKeeper {
  const cookie = cookieOf('banso', settings.origin, COOKIE_SECONDS);

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
      return { account, cookie: cookie.write(token) };
    },
    async close(request) {
      const session = digestIn(request);
      if (session !== null) await store.endSession(session);
      return cookie.clear();
    },
  };
}

/** A cookie for this host alone: with the __Host- prefix where there is TLS, without on localhost. */
export function cookieOf(name: string, origin: string, maxAgeSeconds: number) {
  const secure = origin.startsWith('https:');
  const fullName = secure ? `__Host-${name}` : name;
  const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const;
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
