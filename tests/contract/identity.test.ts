import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseIdNumber, crossCheck } from '#core/person/id-number.ts';
import { SANDBOX_ACCOUNTS } from '#server/identity/sandbox/accounts.ts';
import { ACCOUNT_HEADER, Me, WHOSE_COOKIE } from '#protocol/http.ts';
import { Browser } from './cookie-jar.ts';
import { serveIdentity, type IdentityServer } from './identity-server.ts';

const DAY_MS = 24 * 60 * 60_000;

let folder: string;
let server: IdentityServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banso-identity-'));
  server = await serveIdentity(folder);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** Walks to the provider's page. */
async function toPage(browser: Browser, query = ''): Promise<URL> {
  const { url, answer } = await browser.follow(`${server.origin}/auth/sign-in${query}`);
  expect([answer?.status, url.pathname]).toEqual([200, expect.stringMatching(/^\/sandbox\/identity\/interaction\//)]);
  return url;
}

/** Chooses a person and walks up to the callback, which is not called yet. */
async function toCallback(browser: Browser, sub: string, query = ''): Promise<URL> {
  const chosen = await browser.choose(await toPage(browser, query), { account: sub });
  expect(chosen.status).toBe(303);
  const resume = new URL(chosen.headers.get('Location') ?? '', server.origin);
  return (await browser.follow(resume, (url) => url.pathname === '/auth/callback')).url;
}

async function signIn(browser: Browser, sub: string, query = ''): Promise<string> {
  const answer = await browser.fetch(await toCallback(browser, sub, query));
  expect(answer.status).toBe(303);
  return answer.headers.get('Location') ?? '';
}

async function whoAmI(browser: Browser): Promise<Me | null> {
  const answer = await browser.fetch(`${server.origin}/api/me`);
  if (answer.status === 401) {
    expect(await answer.json()).toEqual({ error: { code: 'signedOut' } });
    return null;
  }
  return Me.parse(await answer.json());
}

/** By which the browser remembers that it had data of an account. */
const tagOf = (account: string) => createHash('sha256').update(account).digest('hex').slice(0, 12);

describe('signing in', () => {
  it('ends where it began, as the person chosen', async () => {
    const browser = new Browser();
    expect(await whoAmI(browser)).toBeNull();
    expect(await signIn(browser, 'ly-thi-may', '?return=/ho-so?moi=1')).toBe('/ho-so?moi=1');
    expect(await whoAmI(browser)).toEqual({
      account: expect.any(String) as string,
      name: 'Lý Thị Mẩy',
      kind: 'resident',
      unit: null,
      person: {
        name: 'Lý Thị Mẩy',
        idNumber: '010192004817',
        birthDate: '1992-08-14',
        sex: 'female',
        phone: '0912000101',
        unit: '03037',
      },
    });
  });

  it('ends here, wherever it was to end', async () => {
    expect(await signIn(new Browser(), 'ly-thi-may', '?return=/.//evil.example/dang-nhap')).toBe('/');
  });

  it('gives an officer a unit to work for, and an administrator none', async () => {
    const browser = new Browser();
    await signIn(browser, 'vang-thi-din');
    expect(await whoAmI(browser)).toMatchObject({ kind: 'officer', unit: '03037' });
    await signIn(browser, 'hoang-minh-tuan');
    expect(await whoAmI(browser)).toMatchObject({ kind: 'administrator', unit: null });
  });

  it('makes the same person the same account, on another phone and weeks later', async () => {
    const [one, other] = [new Browser(), new Browser()];
    await signIn(one, 'giang-a-pao');
    const first = await whoAmI(one);
    await signIn(other, 'giang-a-pao');
    expect((await whoAmI(other))?.account).toBe(first?.account);
    expect((await whoAmI(one))?.account).toBe(first?.account);
  });

  it('sets a cookie that no script and no other site sees, and keeps only its digest', async () => {
    const browser = new Browser();
    await signIn(browser, 'ly-thi-may');
    const cookie = browser.setCookies.find((one) => one.startsWith('banso=')) ?? '';
    expect(cookie).toMatch(/^banso=[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
    const token = browser.cookies.get('banso') ?? '';
    const rows = JSON.stringify([await server.query('SELECT * FROM session'), server.log]);
    expect(rows).not.toContain(token);
    expect(server.log.join('')).not.toMatch(/Mẩy|010192004817|code=|state=/);
  });

  it('lets the page read whose session it is, and believes nothing of it', async () => {
    const browser = new Browser();
    await signIn(browser, 'ly-thi-may');
    const account = (await whoAmI(browser))?.account ?? '';
    expect(browser.setCookies).toContain(`${WHOSE_COOKIE}=${account}; Max-Age=34560000; Path=/; SameSite=Lax`);
    await signIn(browser, 'giang-a-pao');
    const second = (await whoAmI(browser))?.account;
    expect(browser.cookies.get(WHOSE_COOKIE)).toBe(second);
    browser.cookies.set(WHOSE_COOKIE, account);
    expect((await whoAmI(browser))?.account).toBe(second);
    const signOut = { method: 'POST', headers: { Origin: server.origin } };
    expect((await browser.fetch(`${server.origin}/auth/sign-out`, signOut)).status).toBe(204);
    expect(browser.cookies.has(WHOSE_COOKIE)).toBe(false);
  });

  it('makes a new token each time and ends the one before', async () => {
    const browser = new Browser();
    await signIn(browser, 'ly-thi-may');
    const before = browser.cookies.get('banso') ?? '';
    await signIn(browser, 'sung-a-chu');
    expect(browser.cookies.get('banso')).not.toBe(before);
    expect((await whoAmI(browser))?.kind).toBe('helper');
    browser.cookies.set('banso', before);
    expect(await whoAmI(browser)).toBeNull();
  });

  it('ignores a token somebody chose beforehand', async () => {
    const browser = new Browser();
    browser.cookies.set('banso', 'A'.repeat(43));
    expect(await whoAmI(browser)).toBeNull();
    await signIn(browser, 'ly-thi-may');
    expect(browser.cookies.get('banso')).not.toBe('A'.repeat(43));
  });

  it('asks who it is each time, for phones are shared', async () => {
    const browser = new Browser();
    await signIn(browser, 'ly-thi-may');
    await toPage(browser);
  });

  it('works in two tabs at once', async () => {
    const browser = new Browser();
    const first = await toCallback(browser, 'ly-thi-may', '?return=/a');
    const second = await toCallback(browser, 'giang-a-pao', '?return=/b');
    expect((await browser.fetch(first)).headers.get('Location')).toBe('/a');
    expect((await browser.fetch(second)).headers.get('Location')).toBe('/b');
  });
});

describe('a sign-in that goes wrong', () => {
  const PROBLEM = (code: string): string => `/toi?signIn=${code}`;

  it('says "denied" when the person turned back', async () => {
    const browser = new Browser();
    const answer = await browser.choose(await toPage(browser), { cancel: '1' });
    const { url } = await browser.follow(
      new URL(answer.headers.get('Location') ?? '', server.origin),
      ({ pathname }) => pathname === '/auth/callback',
    );
    expect((await browser.fetch(url)).headers.get('Location')).toBe(PROBLEM('denied'));
    expect(await whoAmI(browser)).toBeNull();
  });

  it('leaves the session that was there', async () => {
    const browser = new Browser();
    await signIn(browser, 'ly-thi-may');
    await browser.fetch(`${server.origin}/auth/callback?state=x&code=y`);
    expect((await whoAmI(browser))?.name).toBe('Lý Thị Mẩy');
  });

  it.each([
    ['another state', (url: URL) => url.searchParams.set('state', 'x'.repeat(43)), 'expired'],
    ['no state', (url: URL) => url.searchParams.delete('state'), 'expired'],
    ['another code', (url: URL) => url.searchParams.set('code', 'x'.repeat(43)), 'failed'],
    ['another issuer', (url: URL) => url.searchParams.set('iss', 'https://evil.example'), 'failed'],
    ['no issuer', (url: URL) => url.searchParams.delete('iss'), 'failed'],
  ])('says so for %s', async (_what, tamper, code) => {
    const browser = new Browser();
    const callback = await toCallback(browser, 'ly-thi-may');
    tamper(callback);
    expect((await browser.fetch(callback)).headers.get('Location')).toBe(PROBLEM(code));
    expect(await whoAmI(browser)).toBeNull();
  });

  it('is "expired" in a browser that did not begin it', async () => {
    const callback = await toCallback(new Browser(), 'ly-thi-may');
    const victim = new Browser();
    await toPage(victim);
    expect((await victim.fetch(callback)).headers.get('Location')).toBe(PROBLEM('expired'));
    expect(await whoAmI(victim)).toBeNull();
  });

  it('is "elsewhere" in a browser that has begun none', async () => {
    const callback = await toCallback(new Browser(), 'ly-thi-may');
    const other = new Browser();
    expect((await other.fetch(callback)).headers.get('Location')).toBe(PROBLEM('elsewhere'));
    expect(await whoAmI(other)).toBeNull();
    expect(other.setCookies).toEqual([]);
  });

  it('is not taken for another browser’s because it took too long', async () => {
    const browser = new Browser();
    await toPage(browser);
    const entry = browser.setCookies.find((cookie) => cookie.startsWith('banso-entry=')) ?? '';
    expect(Number(/Max-Age=(\d+)/.exec(entry)?.[1])).toBeGreaterThanOrEqual(60 * 60);
  });

  it('is none the second time, for whoever is signed in; and signs nobody in twice', async () => {
    const browser = new Browser();
    const callback = await toCallback(browser, 'ly-thi-may', '?return=/ho-so');
    expect((await browser.fetch(callback)).headers.get('Location')).toBe('/ho-so');
    const [token, set] = [browser.cookies.get('banso'), browser.setCookies.length];
    expect((await browser.fetch(callback)).headers.get('Location')).toBe('/');
    expect([browser.cookies.get('banso'), browser.setCookies.length]).toEqual([token, set]);
    expect((await whoAmI(browser))?.name).toBe('Lý Thị Mẩy');
    // Somebody else has signed in since: they stay.
    await signIn(browser, 'giang-a-pao');
    expect((await browser.fetch(callback)).headers.get('Location')).toBe('/');
    expect((await whoAmI(browser))?.name).toBe('Giàng A Páo');
    await browser.fetch(`${server.origin}/auth/sign-out`, { method: 'POST', headers: { Origin: server.origin } });
    expect((await browser.fetch(callback)).headers.get('Location')).toBe(PROBLEM('expired'));
    expect(browser.cookies.has('banso')).toBe(false);
    expect(await whoAmI(browser)).toBeNull();
  });

  it('is none for whoever is signed in and comes back without the cookie of the sign-in', async () => {
    const browser = new Browser();
    await signIn(browser, 'ly-thi-may');
    browser.cookies.delete('banso-entry');
    const callback = await toCallback(new Browser(), 'giang-a-pao');
    expect((await browser.fetch(callback)).headers.get('Location')).toBe('/');
    expect((await whoAmI(browser))?.name).toBe('Lý Thị Mẩy');
  });

  it('is "expired" after ten minutes, and its row goes', async () => {
    const browser = new Browser();
    const callback = await toCallback(browser, 'ly-thi-may');
    server.forward(10 * 60_000 + 1000);
    expect((await browser.fetch(callback)).headers.get('Location')).toBe(PROBLEM('expired'));
    await toPage(browser);
    expect(await server.query('SELECT state FROM login_attempt')).toHaveLength(1);
  });

  it('is "unavailable" while the provider does not answer, and works once it does', async () => {
    const port = await new Promise<number>((resolve) => {
      const probe = createServer().listen(0, () => {
        const free = (probe.address() as AddressInfo).port;
        probe.close(() => resolve(free));
      });
    });
    const own = await serveIdentity(folder, {
      identity: {
        kind: 'provider',
        issuer: `http://localhost:${port}`,
        clientId: 'banso',
        clientSecret: 'secret',
      },
    });
    const provider = createServer((_request, response) => {
      const issuer = `http://localhost:${port}`;
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ issuer, authorization_endpoint: `${issuer}/authorize` }));
    });
    try {
      const begin = (): Promise<Response> => new Browser().fetch(`${own.origin}/auth/sign-in`);
      expect((await begin()).headers.get('Location')).toBe(PROBLEM('unavailable'));
      await new Promise<void>((resolve) => void provider.listen(port, resolve));
      expect((await begin()).headers.get('Location')).toMatch(new RegExp(`^http://localhost:${port}/authorize`));
      expect((await fetch(`${own.origin}/sandbox/identity/.well-known/openid-configuration`)).status).toBe(404);
    } finally {
      provider.close();
      provider.closeAllConnections();
      await own.stop();
    }
  });
});

describe('a session', () => {
  it('lasts thirty days from the last visit', async () => {
    const browser = new Browser();
    await signIn(browser, 'ly-thi-may');
    server.forward(29 * DAY_MS);
    expect(await whoAmI(browser)).not.toBeNull();
    server.forward(29 * DAY_MS);
    expect(await whoAmI(browser)).not.toBeNull();
    server.forward(30 * DAY_MS + 1000);
    expect(await whoAmI(browser)).toBeNull();
    const account = (await server.query(`SELECT id FROM account WHERE name = 'Lý Thị Mẩy'`))[0]?.['id'];
    await signIn(browser, 'ly-thi-may');
    expect((await whoAmI(browser))?.account).toBe(account);
  });

  it('ends by signing out, here and nowhere else, and wipes nothing on the phone', async () => {
    const [here, there] = [new Browser(), new Browser()];
    await signIn(here, 'ly-thi-may');
    await signIn(there, 'ly-thi-may');
    const token = here.cookies.get('banso') ?? '';
    const signOut = (headers: Record<string, string>): Promise<Response> =>
      here.fetch(`${server.origin}/auth/sign-out`, { method: 'POST', headers });

    expect((await signOut({ Origin: 'https://evil.example' })).status).toBe(403);
    expect(await whoAmI(here)).not.toBeNull();
    const answer = await signOut({ Origin: server.origin });
    expect([answer.status, answer.headers.get('Clear-Site-Data')]).toEqual([204, null]);
    expect(here.cookies.has('banso')).toBe(false);
    here.cookies.set('banso', token);
    expect(await whoAmI(here)).toBeNull();
    expect(await whoAmI(there)).not.toBeNull();
    expect((await signOut({ Origin: server.origin })).status).toBe(204);
  });

  it('takes the memory of its store along when it is ended on purpose, and keeps that of others', async () => {
    const browser = new Browser();
    await signIn(browser, 'ly-thi-may');
    const account = (await whoAmI(browser))?.account ?? '';
    const [own, other] = [`${tagOf(account)}.${randomUUID()}`, `${'0'.repeat(12)}.${randomUUID()}`];
    browser.cookies.set('banso-had', `${other}_${own}`);
    await signIn(browser, 'ly-thi-may');
    expect(browser.cookies.get('banso-had')).toBe(`${own}_${other}`);
    await browser.fetch(`${server.origin}/auth/sign-out`, { method: 'POST', headers: { Origin: server.origin } });
    expect(browser.cookies.get('banso-had')).toBe(other);
    await browser.fetch(`${server.origin}/auth/sign-out`, { method: 'POST', headers: { Origin: server.origin } });
    expect(browser.cookies.has('banso-had')).toBe(false);
  });

  it('is not ended for another account, whose memory goes alone once nobody is signed in', async () => {
    const browser = new Browser();
    await signIn(browser, 'ly-thi-may');
    const [before, had] = [(await whoAmI(browser))?.account ?? '', randomUUID()];
    const signOut = (account: string): Promise<Response> => {
      const headers = { Origin: server.origin, [ACCOUNT_HEADER]: account };
      return browser.fetch(`${server.origin}/auth/sign-out`, { method: 'POST', headers });
    };
    await signIn(browser, 'giang-a-pao');
    const account = (await whoAmI(browser))?.account ?? '';
    const [here, there] = [account, before].map((one) => `${tagOf(one)}.${had}`);
    browser.cookies.set('banso-had', `${here}_${there}`);
    const refused = await signOut(before);
    expect([refused.status, await refused.json()]).toEqual([409, { error: { code: 'wrongAccount' } }]);
    expect([(await whoAmI(browser))?.account, browser.cookies.get('banso-had')]).toEqual([account, here]);
    expect((await signOut(account)).status).toBe(204);
    expect(await whoAmI(browser)).toBeNull();
    browser.cookies.set('banso-had', `${here}_${there}`);
    expect((await signOut(before)).status).toBe(204);
    expect(browser.cookies.get('banso-had')).toBe(here);
  });
});

describe('the sandbox’s page', () => {
  it('speaks the language asked for, then the browser’s, then Vietnamese', async () => {
    const page = async (query: string, language: string): Promise<string> => {
      const { answer } = await new Browser().follow(`${server.origin}/auth/sign-in${query}`);
      const again = await fetch(answer?.url ?? '', { headers: { 'Accept-Language': language } });
      return `${/<html lang="(\w+)">/.exec((await answer?.text()) ?? '')?.[1]} ${/<html lang="(\w+)">/.exec(await again.text())?.[1]}`;
    };
    // The second answer has no cookie, so it is the page that says "expired", in the browser's language.
    expect(await page('?ui_locales=en', 'vi-VN,vi;q=0.9,en;q=0.5')).toBe('en vi');
    expect(await page('?ui_locales=vi', 'en-US,en')).toBe('vi en');
    expect(await page('', 'fr')).toBe('vi vi');
  });

  it('runs no script, and posts only to itself', async () => {
    const browser = new Browser();
    const answer = await browser.fetch(await toPage(browser));
    expect(answer.headers.get('Content-Security-Policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form/,
    );
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
    const html = await answer.text();
    expect(html).not.toContain('<script');
    for (const { name } of SANDBOX_ACCOUNTS) expect(html).toContain(name);
  });

  it('takes a choice from its own page alone, of a person it knows, once', async () => {
    const browser = new Browser();
    const page = await toPage(browser);
    const post = (headers: Record<string, string>, body: string): Promise<Response> =>
      browser.fetch(page, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
        body,
      });
    expect((await post({ Origin: 'https://evil.example' }, 'account=ly-thi-may')).status).toBe(403);
    expect((await post({}, 'account=ly-thi-may')).status).toBe(403);
    expect((await post({ Origin: server.origin }, 'account=nobody')).status).toBe(400);
    expect((await post({ Origin: server.origin }, `account=${'x'.repeat(5000)}`)).status).toBe(400);

    const chosen = await browser.choose(page, { account: 'ly-thi-may' });
    await browser.follow(new URL(chosen.headers.get('Location') ?? '', server.origin), (url) => url.pathname === '/');
    const twice = await browser.choose(page, { account: 'ly-thi-may' });
    expect(twice.status).toBe(410);
    expect(await twice.text()).toContain('/auth/sign-in');
  });

  it('shows its own words for a request the provider refuses', async () => {
    const answer = await fetch(`${server.origin}/sandbox/identity/auth?client_id=else`, {
      headers: { Accept: 'text/html' },
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Đăng nhập lại');
  });

  it.each(SANDBOX_ACCOUNTS.map((account) => [account.name, account] as const))(
    '%s has a number that agrees with the person',
    (_name, { idNumber, birthDate, sex, kind, unit }) => {
      expect(parseIdNumber(idNumber)).toMatchObject({ ok: true, value: { provinceCode: '010' } });
      expect(crossCheck(idNumber, { birthDate, sex })).toBeNull();
      expect(unit === null).toBe(kind === 'administrator');
    },
  );
});
