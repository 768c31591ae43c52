import type { Logger } from 'pino';
import * as z from 'zod/mini';
import type { RequestRefusal } from '#core/sync/messages.ts';
import type { Me } from '#protocol/http.ts';

/**
 * Who may call a route. Every route names one; a route without one does not compile.
 * `webhook` routes authenticate the message itself.
 */
export type Policy = 'public' | 'signedIn' | 'officer' | 'administrator' | 'webhook';

/** An officer as routes see them: `unit` is certain. */
type Officer = Me & { readonly unit: string };

type Caller = { public: Me | null; webhook: null; signedIn: Me; officer: Officer; administrator: Me };

/** One call of a route, already authenticated, size-limited and parsed. */
export type Call<P extends Policy, Q, B> = {
  readonly me: Caller[P];
  readonly params: Readonly<Record<string, string>>;
  readonly query: Q;
  readonly body: B;
  /** The untouched request, for streams and signatures. Its body has been read when `body` is declared. */
  readonly request: Request;
  readonly requestId: string;
  readonly log: Logger;
};

/** What a route answers: a value of its schema, a typed refusal, or a response of its own (files, streams). */
export type Reply<A> =
  | {
      readonly kind: 'value';
      readonly value: A;
      readonly status?: 200 | 201 | 202;
      readonly headers?: Record<string, string>;
    }
  | { readonly kind: 'refusal'; readonly refusal: RequestRefusal; readonly retryAfterSeconds?: number }
  | { readonly kind: 'response'; readonly response: Response };

export function value<A>(answer: A, status: 200 | 201 | 202 = 200, headers: Record<string, string> = {}): Reply<A> {
  return { kind: 'value', value: answer, status, headers };
}

export function refusal(reason: RequestRefusal, retryAfterSeconds?: number): Reply<never> {
  return { kind: 'refusal', refusal: reason, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) };
}

export function response(own: Response): Reply<never> {
  return { kind: 'response', response: own };
}

type Schema = z.ZodMiniType;

/** A route as data: the HTTP layer mounts it, and the OpenAPI description is drawn from the same object. */
export type Route = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** Hono's syntax: "/api/desk/dossiers/:id". */
  readonly path: string;
  readonly policy: Policy;
  readonly summary: string;
  readonly query: Schema | null;
  readonly body: Schema | null;
  /** The schema of a 2xx JSON answer; null when the route makes its own response. */
  readonly answer: Schema | null;
  /** Largest body in bytes that is read and parsed as JSON; 256 KB unless said. */
  readonly maxBody: number | null;
  readonly handle: (call: Call<Policy, unknown, unknown>) => Promise<Reply<unknown>>;
};

/** Declares a route with its types inferred from its schemas. */
export function route<
  P extends Policy,
  Q extends Schema = never,
  B extends Schema = never,
  A extends Schema = never,
>(spec: {
  method: Route['method'];
  path: string;
  policy: P;
  summary: string;
  query?: Q;
  body?: B;
  answer?: A;
  maxBody?: number;
  handle: (
    call: Call<P, [Q] extends [never] ? null : z.infer<Q>, [B] extends [never] ? null : z.infer<B>>,
  ) => Promise<Reply<[A] extends [never] ? never : z.infer<A>>>;
}): Route {
  return {
    method: spec.method,
    path: spec.path,
    policy: spec.policy,
    summary: spec.summary,
    query: spec.query ?? null,
    body: spec.body ?? null,
    answer: spec.answer ?? null,
    maxBody: spec.maxBody ?? null,
    // The HTTP layer calls `handle` only with what it parsed by these very schemas.
    handle: spec.handle as Route['handle'],
  };
}
