import { createHash } from 'node:crypto';
import type { Province } from '#core/procedure/province.ts';
import { ProvinceProfile, type SigningKey } from '#protocol/province.ts';
import { response, route, value, type Route } from '#server/http/route.ts';

/**
 * GET /api/province. A phone asks for it at every start; the tag spares it all but the headers while nothing
 * has changed.
 */
export function provinceRoute(
  province: Province,
  keys: readonly SigningKey[],
  sandbox: boolean,
  now: () => number,
): Route {
  const profile = {
    code: province.code,
    name: province.name,
    hotline: province.hotline,
    units: province.communes.map(({ code, name, type, mountain, centre }) => ({ code, name, type, mountain, centre })),
    keys: [...keys],
    sandbox,
  };
  // Weak: the same profile travels compressed or not, and with another time.
  const tag = `W/"${createHash('sha256').update(JSON.stringify(profile)).digest('base64url').slice(0, 22)}"`;
  const headers = { ETag: tag, 'Cache-Control': 'no-cache' };

  return route({
    method: 'GET',
    path: '/api/province',
    policy: 'public',
    summary: 'The province: its units, and the keys that verify what it signs',
    answer: ProvinceProfile,
    handle: async ({ request }) =>
      names(request.headers.get('If-None-Match'), tag)
        ? response(new Response(null, { status: 304, headers }))
        : { ...value({ ...profile, serverTime: now() }), headers },
  });
}

/** Whether an If-None-Match header names a tag, by the weak comparison (RFC 9110, 13.1.2). */
function names(header: string | null, tag: string): boolean {
  const opaque = (text: string) => text.trim().replace(/^W\//, '');
  return (header ?? '').split(',').some((one) => opaque(one) === opaque(tag) || one.trim() === '*');
}
