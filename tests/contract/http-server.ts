import { request, type IncomingHttpHeaders } from 'node:http';
import pino from 'pino';
import { createApp, type AppOptions } from '#server/app.ts';
import { openListener } from '#server/http/listener.ts';
import type { Route } from '#server/http/route.ts';
import { Me } from '#protocol/http.ts';

/** A server on a port of its own, with sessions that are whoever the cookie `as` says. */
export type TestServer = { origin: string; log: string[]; stop(graceMs?: number): Promise<void> };

export const PEOPLE: Readonly<Record<string, Me>> = {
  resident: person('resident', null),
  helper: person('helper', null),
  officer: person('officer', '03037'),
  officerWithoutUnit: person('officer', null),
  administrator: person('administrator', null),
};

function person(kind: Me['kind'], unit: string | null): Me {
  return { account: `account-${kind}-${unit}`, name: 'Lý Thị Mẩy', kind, unit, person: { name: 'Lý Thị Mẩy' } };
}

export async function serve(
  routes: readonly Route[],
  options: Partial<Pick<AppOptions, 'assets'>> & { rate?: AppOptions['settings']['rate'] } = {},
): Promise<TestServer> {
  const listener = await openListener(0, '127.0.0.1');
  const origin = `http://127.0.0.1:${listener.port}`;
  const log: string[] = [];
  const app = createApp({
    settings: {
      origin,
      behindProxy: false,
      rate: options.rate ?? { perAddress: 100_000, perAccount: 100_000 },
      identity: { kind: 'sandbox' },
    },
    routes,
    sessions: {
      find: async ({ headers }) => PEOPLE[/(?:^|; )as=(\w+)/.exec(headers.get('Cookie') ?? '')?.[1] ?? ''] ?? null,
    },
    log: pino({ level: 'debug', base: null }, { write: (line: string) => void log.push(line) }),
    assets: options.assets ?? null,
  });
  listener.attach(app.handle);
  return { origin, log, stop: (graceMs = 100) => listener.close(graceMs) };
}

export type RawAnswer = { status: number; headers: IncomingHttpHeaders; body: Buffer };

/** A request exactly as given: no headers added, nothing decoded. */
export function raw(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: options.method ?? 'GET', headers: options.headers ?? {} }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    sent.on('error', reject);
    sent.end(options.body);
  });
}
