import { randomUUID } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { Context, Handler, Hono } from 'hono';
import type { Logger } from 'pino';
import { MAX_BODY_BYTES, type RequestRefusal } from '#core/sync/messages.ts';
import type { Me } from '#protocol/http.ts';
import type { Settings } from '#server/settings.ts';
import { clientAddress } from './address.ts';
import { packJson } from './compress.ts';
import { markEndless } from './listener.ts';
import { accountTag, describeBug } from './log.ts';
import { isFromOurPages, isSafe } from './origin.ts';
import { parseBody, parseQuery, type Parsed } from './parse.ts';
import { createRateLimit } from './rate.ts';
import { refused } from './refused.ts';
import type { Call, Policy, Reply, Route } from './route.ts';

/** Who sends a request, as its session says; null when nobody is signed in. */
export type Sessions = { find(request: Request): Promise<Me | null> };

export type MountOptions = {
  readonly settings: Pick<Settings, 'origin' | 'behindProxy' | 'rate'>;
  readonly sessions: Sessions;
  readonly log: Logger;
  /** What a client is told when something thrown is no bug: a full disk, a database that is away. */
  readonly explain?: (error: unknown) => { refusal: RequestRefusal; retryAfterSeconds: number } | null;
};

/** What the HTTP layer knows of a request. */
export type Env = { Bindings: HttpBindings; Variables: { requestId: string } };

const NO_BODY: Parsed = { ok: true, value: null };

/**
 * Puts routes on the application. Each call passes the same gates in the same order: rate, origin, session,
 * policy, size and shape; whatever stops it is a typed refusal, and a bug is one too, with a number to look up.
 */
export function mountRoutes(app: Hono<Env>, routes: readonly Route[], options: MountOptions): void {
  const { settings, sessions, log, explain = () => null } = options;
  const perAddress = createRateLimit(settings.rate.perAddress);
  const perAccount = createRateLimit(settings.rate.perAccount);

  async function answer(route: Route, c: Context<Env>, called: Called): Promise<Response> {
    const request = c.req.raw;
    const address = clientAddress(c.env.incoming, settings.behindProxy);
    const wait = perAddress.take(address);
    if (wait !== null) return refused({ code: 'tooMany' }, wait);
    if (route.policy !== 'webhook' && !isSafe(route.method) && !isFromOurPages(request, settings.origin)) {
      return refused({ code: 'forbidden' });
    }

    const me = route.policy === 'webhook' ? null : await sessions.find(request);
    called.account = me?.account ?? null;
    const accountWait = me === null ? null : perAccount.take(me.account);
    if (accountWait !== null) return refused({ code: 'tooMany' }, accountWait);
    const closed = closedTo(route.policy, me);
    if (closed !== null) return refused(closed);

    const query = route.query === null ? NO_BODY : parseQuery(request.url, route.query);
    if (!query.ok) return refused(query.refusal);
    const body = route.body === null ? NO_BODY : await parseBody(request, route.body, route.maxBody ?? MAX_BODY_BYTES);
    if (!body.ok) return refused(body.refusal);

    const call: Call<Policy, unknown, unknown> = {
      me,
      params: c.req.param(),
      query: query.value,
      body: body.value,
      request,
      requestId: c.get('requestId'),
      log: log.child({ request: c.get('requestId') }),
    };
    return await render(route, await route.handle(call), request);
  }

  function handlerOf(route: Route): Handler<Env> {
    return async (c, next) => {
      // Hono routes HEAD as GET: a HEAD route steps aside for the real GETs of its path, and comes first.
      if (route.method === 'HEAD' && c.req.raw.method !== 'HEAD') return await next();
      const called: Called = { account: null };
      const started = performance.now();
      let response: Response;
      try {
        response = await answer(route, c, called);
      } catch (error) {
        const known = explain(error);
        const about = { request: c.get('requestId'), route: nameOf(route), error: describeBug(error) };
        if (known === null) log.error(about, 'bug');
        else log.warn(about, known.refusal.code);
        response = refused(
          known?.refusal ?? { code: 'internal', request: c.get('requestId') },
          known?.retryAfterSeconds,
        );
      }
      if (response.headers.get('Content-Type')?.startsWith('text/event-stream') === true) markEndless(c.env.outgoing);
      if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'no-store');
      log.info({
        request: c.get('requestId'),
        route: nameOf(route),
        status: response.status,
        ms: Math.round(performance.now() - started),
        bytes: Number(response.headers.get('Content-Length') ?? 0) || undefined,
        account: called.account === null ? undefined : accountTag(called.account),
      });
      return response;
    };
  }

  const headFirst = [...routes].sort((a, b) => Number(b.method === 'HEAD') - Number(a.method === 'HEAD'));
  for (const route of headFirst) {
    app.on(route.method === 'HEAD' ? 'GET' : route.method, route.path, handlerOf(route));
  }
}

type Called = { account: string | null };

/** A number of our own for every request: one from outside could be made to collide or to carry words. */
export function newRequestId(): string {
  return randomUUID();
}

/** A caller who may not know that a route exists is told that it does not. */
function closedTo(policy: Policy, me: Me | null): RequestRefusal | null {
  if (policy === 'public' || policy === 'webhook') return null;
  if (me === null) return { code: 'signedOut' };
  if (policy === 'officer' && (me.kind !== 'officer' || me.unit === null)) return { code: 'notFound' };
  if (policy === 'administrator' && me.kind !== 'administrator') return { code: 'notFound' };
  return null;
}

async function render(route: Route, reply: Reply<unknown>, request: Request): Promise<Response> {
  switch (reply.kind) {
    case 'response':
      return new Response(reply.response.body, reply.response);
    case 'refusal':
      return refused(reply.refusal, reply.retryAfterSeconds);
    case 'value': {
      if (route.answer === null) throw new TypeError(`${nameOf(route)} answers a value and declares none`);
      // Phones count an answer as contact only if it parses; one that would not must be found here.
      const value = route.answer.parse(reply.value);
      const { body, encoding } = await packJson(JSON.stringify(value), request.headers.get('Accept-Encoding'));
      const headers = new Headers(reply.headers);
      headers.set('Content-Type', 'application/json; charset=utf-8');
      headers.set('Content-Length', String(body.byteLength));
      headers.append('Vary', 'Accept-Encoding');
      if (encoding !== 'identity') headers.set('Content-Encoding', encoding);
      return new Response(body, { status: reply.status ?? 200, headers });
    }
  }
}

function nameOf(route: Route): string {
  return `${route.method} ${route.path}`;
}
