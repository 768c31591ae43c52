import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import type { Assets } from './http/assets.ts';
import type { Handler } from './http/listener.ts';
import { describeBug } from './http/log.ts';
import { mountRoutes, newRequestId, type Env, type MountOptions, type Sessions } from './http/mount.ts';
import { refused } from './http/refused.ts';
import type { Route } from './http/route.ts';
import { securityHeaders } from './http/security.ts';
import type { Settings } from './settings.ts';

export type AppOptions = {
  readonly settings: Pick<Settings, 'origin' | 'behindProxy' | 'rate' | 'identity'>;
  readonly routes: readonly Route[];
  readonly sessions: Sessions;
  readonly log: Logger;
  readonly explain?: NonNullable<MountOptions['explain']>;
  /** Null: there is no app to serve, only the API. */
  readonly assets: Assets | null;
  /** Handlers that speak plain Node, by the path they live under: the sandbox identity provider. */
  readonly mounted?: readonly { readonly path: string; readonly handle: Handler }[];
  /** Loosens the page's policy for the development server's injected styles and its socket. */
  readonly development?: boolean;
};

export type App = {
  readonly fetch: Hono<Env>['fetch'];
  /** The same for a plain Node server. */
  readonly handle: Handler;
};

/** Whether a path belongs to the server: what is unknown there is an error, never a page of the app. */
export function isServerPath(path: string): boolean {
  return /^\/(api|auth|sandbox|healthz)([/?]|$)/.test(path);
}

/** The server's whole HTTP face: the routes, then the app's files, then a typed "not found". */
export function createApp(options: AppOptions): App {
  const { settings, routes, log, assets, mounted = [], development = false } = options;
  const headers = securityHeaders(settings, assets?.inline ?? { scripts: [], styles: [] }, development);
  const app = new Hono<Env>();

  app.use(async (c, next) => {
    c.set('requestId', newRequestId());
    await next();
    const type = c.res.headers.get('Content-Type') ?? '';
    const kind = type.startsWith('text/html') ? 'page' : type.startsWith('text/javascript') ? 'script' : 'api';
    // "Not modified" renews the headers a browser has kept (RFC 9111 §4.3.4): a policy here would replace the page's.
    const own = c.res.status === 304 ? {} : headers[kind];
    for (const [name, value] of Object.entries(own)) {
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
    c.res.headers.set('X-Request-Id', c.get('requestId'));
  });

  mountRoutes(app, routes, options);

  app.notFound(async (c) => {
    const { method, url } = c.req.raw;
    const readable = method === 'GET' || method === 'HEAD';
    const file = readable && !isServerPath(new URL(url).pathname) ? await assets?.serve(c.req.raw) : null;
    const answer = file ?? refused({ code: 'notFound' });
    if (!answer.headers.has('Cache-Control')) answer.headers.set('Cache-Control', 'no-store');
    return answer;
  });

  app.onError((error, c) => {
    log.error({ request: c.get('requestId'), error: describeBug(error) }, 'bug');
    const answer = refused({ code: 'internal', request: c.get('requestId') });
    answer.headers.set('Cache-Control', 'no-store');
    return answer;
  });

  const listen = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    // Only a request that is no HTTP as we know it ends here: no host, a backslash in its path.
    errorHandler: () => new Response(refused({ code: 'malformed', detail: 'request line' }).body, REFUSED_LINE),
  });
  return {
    fetch: app.fetch,
    handle(request, response) {
      const other = mounted.find(({ path }) => request.url?.startsWith(`${path}/`));
      if (other === undefined) return void listen(request, response);
      for (const [name, text] of Object.entries(headers.api)) response.setHeader(name, text);
      other.handle(request, response);
    },
  };
}

const REFUSED_LINE: ResponseInit = {
  status: 400,
  headers: {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    Connection: 'close',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  },
};
