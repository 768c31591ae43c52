import { must } from '#core/assert.ts';
import { Me } from '#protocol/http.ts';
import { Browser } from '#tests/contract/cookie-jar.ts';

/** A session as a browser holds it: the value of its Cookie header, and whose it is. */
export type SignedIn = { readonly cookie: string; readonly me: Me };

/** Signs in as one of the sandbox's people, by their subject, as a browser without scripts would. */
export async function signInByHttp(origin: string, subject: string): Promise<SignedIn> {
  const browser = new Browser();
  const { url } = await browser.follow(`${origin}/auth/sign-in`);
  const chosen = await browser.choose(url, { account: subject });
  await browser.follow(new URL(must(chosen.headers.get('Location'), 'where to go on'), origin), isHome);
  const cookie = `banso=${must(browser.cookies.get('banso'), 'session')}`;
  const answer = await fetch(`${origin}/api/me`, { headers: { Cookie: cookie } });
  return { cookie, me: Me.parse(await answer.json()) };
}

function isHome(url: URL): boolean {
  return url.pathname === '/';
}
