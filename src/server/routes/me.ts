import { route, value, type Route } from '#server/http/route.ts';
import { Me } from '#protocol/http.ts';

/** Who the session belongs to. */
export const meRoute: Route = route({
  method: 'GET',
  path: '/api/me',
  policy: 'signedIn',
  summary: 'Who is signed in',
  answer: Me,
  handle: async ({ me }) => value(me),
});
