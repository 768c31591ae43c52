import * as z from 'zod/mini';
import { refusal, route, value, type Route } from '#server/http/route.ts';

const Health = z.strictObject({ ok: z.literal(true) });

/** For load balancers and watchdogs: the process answers, and so does its database. */
export function healthRoute(database: { ping(): Promise<boolean> }): Route {
  return route({
    method: 'GET',
    path: '/healthz',
    policy: 'public',
    summary: 'Whether this process and its database answer',
    answer: Health,
    handle: async () => ((await database.ping()) ? value({ ok: true as const }) : refusal({ code: 'busy' }, 5)),
  });
}
