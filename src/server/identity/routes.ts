import * as z from 'zod/mini';
import { ACCOUNT_HEADER } from '#protocol/http.ts';
import { refused } from '#server/http/refused.ts';
import { response, route, type Route } from '#server/http/route.ts';
import { accountTag, describeBug } from '#server/http/log.ts';
import type { Settings } from '#server/settings.ts';
import { profileOf } from './claims.ts';
import type { IdentityProvider, SignInProblem } from './provider.ts';
import type { Sentinel } from './sentinel.ts';
import { cookieOf, digest, randomToken, type SessionKeeper } from './sessions.ts';
import type { IdentityStore } from './store.ts';

export const CALLBACK_PATH = '/auth/callback';
const ATTEMPT_SECONDS = 10 * 60;
/** Longer than an attempt counts: a browser without the cookie is then another than the one it was begun in. */
const BROWSER_SECONDS = 60 * 60;

export type IdentityRoutesOptions = {
  readonly settings: Pick<Settings, 'origin'>;
  readonly provider: IdentityProvider;
  readonly store: IdentityStore;
  readonly sessions: SessionKeeper;
  readonly sentinel: Pick<Sentinel, 'renew' | 'forget'>;
  readonly now?: () => number;
};

/** Signing in and out. The browser sees redirects and a cookie, and never a token of the provider. */
export function identityRoutes(options: IdentityRoutesOptions): readonly Route[] {
  const { settings, provider, store, sessions, sentinel, now = Date.now } = options;
  const browser = cookieOf('banso-entry', settings.origin, BROWSER_SECONDS);

  /** State counts only together with the browser's cookie, so that nobody can be signed in as somebody else. */
  const keyOf = (state: string, browserToken: string): string => digest(`${state}.${browserToken}`);
  const tooOld = (): Date => new Date(now() - ATTEMPT_SECONDS * 1000);
  const problem = (code: SignInProblem) => response(redirect(`/toi?signIn=${code}`));
  /** A callback that signs nobody in. Opened once more, as by going back, it is no problem of whoever is signed in. */
  const unknown = async (request: Request, code: 'expired' | 'elsewhere') =>
    (await sessions.find(request)) === null ? problem(code) : response(redirect('/'));

  const signIn = route({
    method: 'GET',
    path: '/auth/sign-in',
    policy: 'public',
    summary: 'Sends the browser to the identity provider; "return" is a path of the app',
    query: z.strictObject({
      return: z.optional(z.string().check(z.maxLength(500))),
      ui_locales: z.optional(z.enum(['vi', 'en'])),
    }),
    handle: async ({ query, request }) => {
      const state = randomToken();
      const started = await provider.begin(state, query.ui_locales ?? null);
      if (started === null) return problem('unavailable');
      // Kept if there is one: a person may have two tabs on the way.
      const browserToken = browser.read(request) ?? randomToken();
      const returnTo = localPath(query.return ?? '/', settings.origin);
      const { verifier, nonce } = started;
      await store.saveAttempt(
        { key: keyOf(state, browserToken), verifier, nonce, returnTo },
        new Date(now()),
        tooOld(),
      );
      return response(redirect(started.url.href, browser.write(browserToken)));
    },
  });

  const callback = route({
    method: 'GET',
    path: CALLBACK_PATH,
    policy: 'public',
    summary: 'Where the identity provider sends the browser back to',
    handle: async ({ request, log }) => {
      const { search, searchParams } = new URL(request.url);
      const state = searchParams.get('state');
      const browserToken = browser.read(request);
      if (browserToken === null) return unknown(request, 'elsewhere');
      if (state === null) return unknown(request, 'expired');
      const attempt = await store.takeAttempt(keyOf(state, browserToken), tooOld());
      if (attempt === null) return unknown(request, 'expired');

      const finished = await provider.finish(new URL(CALLBACK_PATH + search, settings.origin), state, attempt);
      if (!finished.ok) {
        if (finished.problem !== 'denied') log.warn({ cause: describeBug(finished.cause) }, 'sign-in failed');
        return problem(finished.problem);
      }
      const profile = profileOf(finished.claims);
      if (profile === null) {
        log.warn('sign-in without a name');
        return problem('failed');
      }
      const { account, cookies } = await sessions.open(request, finished.subject, profile);
      log.info({ account: accountTag(account) }, 'signed in');
      return response(redirect(attempt.returnTo, ...cookies, sentinel.renew(request, account)));
    },
  });

  const signOut = route({
    method: 'POST',
    path: '/auth/sign-out',
    policy: 'public',
    summary: 'Ends the session. What the device keeps stays there: unsent work is the person’s own',
    handle: async ({ request }) => {
      const me = await sessions.find(request);
      const whose = request.headers.get(ACCOUNT_HEADER);
      if (me && whose !== null && whose !== me.account) {
        // Somebody else has signed in at this browser while the sign-out was on its way. The store is gone all the same.
        return response(withCookies(refused({ code: 'wrongAccount' }), [sentinel.forget(request, whose)]));
      }
      const cookies = [...(await sessions.close(request)), sentinel.forget(request, me?.account ?? whose)];
      return response(withCookies(new Response(null, { status: 204 }), cookies));
    },
  });

  return [signIn, callback, signOut];
}

/** What a browser reads as a path of the host it is at: "//host" and "/\host" name another. */
const LOCAL = /^\/(?![/\\])[^\p{Cc}\\]*$/u;

/** A path of this app, or "/" for whatever leads elsewhere: another host, the API, the sign-in itself. */
export function localPath(text: string, origin: string): string {
  if (!LOCAL.test(text)) return '/';
  const url = new URL(text, origin);
  const path = url.pathname + url.search + url.hash;
  // Judged once more, as the browser will read it: without its dots, "/.//host" is "//host".
  if (url.origin !== origin || !LOCAL.test(path) || /^\/(api|auth|sandbox)(\/|$)/.test(url.pathname)) return '/';
  return path;
}

function redirect(to: string, ...cookies: readonly (string | null)[]): Response {
  return withCookies(new Response(null, { status: 303, headers: { Location: to } }), cookies);
}

function withCookies(answer: Response, cookies: readonly (string | null)[]): Response {
  for (const cookie of cookies) if (cookie !== null) answer.headers.append('Set-Cookie', cookie);
  return answer;
}
