import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assert } from '#core/assert.ts';
import { ErrorBody, HTTP_STATUS } from '#protocol/http.ts';
import { openListener, type Listener } from '#server/http/listener.ts';
import type { Policy } from '#server/http/route.ts';
import { startServer } from '#server/main.ts';
import type { Running } from '#server/run.ts';
import { readSettings } from '#server/settings.ts';
import { Browser } from './cookie-jar.ts';

/** Every route of the whole server as it is put together, under every role, taken from its own description. */

const ROLES = {
  nobody: null,
  resident: 'ly-thi-may',
  helper: 'sung-a-chu',
  officer: 'vang-thi-din',
  administrator: 'hoang-minh-tuan',
} as const;
type Role = keyof typeof ROLES;

type Operation = {
  'x-policy': Policy;
  parameters: { name: string; in: string }[];
  requestBody?: unknown;
  responses: Record<string, unknown>;
};
type Call = { method: string; path: string; operation: Operation };

let folder: string;
let origin: string;
let listener: Listener;
let running: Running;
let calls: Call[];
const log: string[] = [];
const browsers = new Map<Role, Browser>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banso-routes-'));
  listener = await openListener(0, '127.0.0.1');
  const read = readSettings({ PORT: String(listener.port), BANSO_DATA: folder });
  assert(read.ok, 'settings hold');
  origin = read.settings.origin;
  running = await startServer(
    {
      settings: read.settings,
      listener,
      log: pino({ level: 'debug' }, { write: (line: string) => void log.push(line) }),
    },
    async () => ({ assets: null }),
  );
  const api = (await (await fetch(`${origin}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  calls = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replace(/\{hash\}/g, 'a'.repeat(64)).replace(/\{\w+\}/g, '0190a000-0000-7000-8000-000000000000'),
      operation,
    })),
  );
  for (const [role, sub] of Object.entries(ROLES) as [Role, string | null][]) {
    const browser = new Browser();
    if (sub !== null) await signIn(browser, sub);
    browsers.set(role, browser);
  }
});
afterAll(async () => {
  await listener.close(100);
  await running.stop();
  await rm(folder, { recursive: true });
});

async function signIn(browser: Browser, sub: string): Promise<void> {
  const { url } = await browser.follow(`${origin}/auth/sign-in`);
  const chosen = await browser.choose(url, { account: sub });
  await browser.follow(new URL(chosen.headers.get('Location') ?? '', origin));
  expect((await browser.fetch(`${origin}/api/me`)).status).toBe(200);
}

/** Makes a call, and reads no further than its headers when it is a stream. */
async function make(role: Role, { method, path }: Call, headers: Record<string, string>) {
  const ended = new AbortController();
  const answer = await (browsers.get(role) ?? new Browser()).fetch(origin + path, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    signal: ended.signal,
    ...(method === 'GET' || method === 'HEAD' || method === 'OPTIONS' ? {} : { body: '{}' }),
  });
  const isJson = answer.headers.get('Content-Type')?.startsWith('application/json') === true;
  const body: unknown = isJson && method !== 'HEAD' ? await answer.json() : null;
  ended.abort();
  return { status: answer.status, body, headers: answer.headers };
}

function closedTo(policy: Policy, role: Role): number | null {
  if (policy === 'public' || policy === 'webhook') return null;
  if (role === 'nobody') return 401;
  if (policy === 'officer' && role !== 'officer') return 404;
  return policy === 'administrator' && role !== 'administrator' ? 404 : null;
}

describe('every route of the server', () => {
  it('has a policy, and there are routes for everybody', () => {
    const policies = new Set(calls.map(({ operation }) => operation['x-policy']));
    expect([...policies].sort()).toEqual(expect.arrayContaining(['officer', 'public', 'signedIn', 'webhook']));
    expect(calls.length).toBeGreaterThan(15);
  });

  it.each(Object.keys(ROLES) as Role[])('is open or closed to %s as its policy says', async (role) => {
    for (const call of calls.filter(({ path }) => path !== '/auth/sign-out')) {
      const answer = await make(role, call, { Origin: origin });
      const what = `${call.method} ${call.path} for ${role}: ${answer.status} ${JSON.stringify(answer.body)}`;
      const closed = closedTo(call.operation['x-policy'], role);
      if (closed === null) expect([401, 500], what).not.toContain(answer.status);
      else expect(answer.status, what).toBe(closed);
      if (answer.status >= 400 && answer.body !== null) {
        const { error } = ErrorBody.parse(answer.body);
        // Under tus a refusal keeps the status that clients of tus know what to do with.
        if (!answer.headers.has('Tus-Resumable')) expect(HTTP_STATUS[error.code], what).toBe(answer.status);
      }
      expect(answer.headers.get('X-Content-Type-Options'), what).toBe('nosniff');
      expect(answer.headers.get('Content-Security-Policy'), what).not.toBeNull();
    }
  });

  it('takes no words of the desk in an address, where a proxy would write them down', () => {
    const desk = calls.filter(({ path }) => path.startsWith('/api/desk/'));
    expect(desk.map(({ method, path }) => `${method} ${path}`)).toContain('POST /api/desk/search');
    const named = desk.flatMap(({ operation }) => operation.parameters.filter((one) => one.in === 'query'));
    expect([...new Set(named.map(({ name }) => name))].sort()).toEqual(['after', 'lang', 'queue']);
  });

  it('changes nothing when asked from another site', async () => {
    for (const call of calls.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method))) {
      const answer = await make('officer', call, { Origin: 'https://evil.example' });
      expect([call.path, answer.status]).toEqual([call.path, 403]);
    }
  });

  it('leaves no bug and no person in the log', () => {
    const text = log.join('');
    expect(text).not.toMatch(/"bug"/);
    expect(text).not.toMatch(/Mẩy|Chú|Dín|Tuấn|0101920|ly-thi-may/);
  });
});
