import { dayOf } from '#core/calendar/day.ts';
import { createListing, type Listed } from '#server/catalogue/in-force.ts';
import { response, route, type Route } from '#server/http/route.ts';
import { publicText, shellOf, type PublicText } from '#server/pages/answer.ts';
import { listPage } from '#server/pages/list-page.ts';
import { pack } from '#server/pages/plain-page.ts';
import type { PlainOptions } from './plain.ts';

/** No sitemap may name more (sitemaps.org); the rest is reached through the lists. */
const MOST_ADDRESSES = 50_000;

/** The way to the plain pages: lists by field for readers without a script, and what search engines ask for. */
export function plainListRoutes({ database, content, assets, now, origin }: PlainOptions): Route[] {
  const listing = createListing(content);
  const listed = async () => await database.transaction(async (sql) => await listing(sql, dayOf(now())));
  /** Of half a megabyte each: made and packed once for a list, not for everyone who asks. */
  const sitemaps = new WeakMap<readonly Listed[], Promise<PublicText>>();

  return [
    route({
      method: 'GET',
      path: '/thu-tuc',
      policy: 'public',
      summary: 'The procedures as plain pages: by field, and of a field',
      handle: async ({ request }) => {
        const shell = await shellOf(assets, request.url);
        const asked = new URL(request.url).searchParams;
        const page = await listPage(await listed(), asked, shell, { origin, province: content.province.name.vi });
        return response(publicText(request, page));
      },
    }),

    route({
      method: 'GET',
      path: '/sitemap.xml',
      policy: 'public',
      summary: 'The addresses of all procedures in force, for search engines (sitemaps.org)',
      handle: async ({ request }) => {
        const list = await listed();
        const sitemap = sitemaps.get(list) ?? packedSitemap(list, origin);
        sitemaps.set(list, sitemap);
        return response(publicText(request, await sitemap));
      },
    }),

    route({
      method: 'GET',
      path: '/robots.txt',
      policy: 'public',
      summary: 'What search engines may read (RFC 9309)',
      handle: async ({ request }) => response(publicText(request, { body: robotsOf(origin), type: 'text/plain' })),
    }),
  ];
}

async function packedSitemap(listed: readonly Listed[], origin: string): Promise<PublicText> {
  const body = sitemapOf(listed, origin);
  return { body, brotli: await pack(body), type: 'application/xml' };
}

function sitemapOf(listed: readonly Listed[], origin: string): string {
  const urls = [
    { loc: `${origin}/thu-tuc`, since: null },
    ...listed.map(({ code, since }) => ({ loc: `${origin}/thu-tuc/${code}`, since })),
  ];
  // An origin and a code hold nothing that XML would have to escape.
  const lines = urls
    .slice(0, MOST_ADDRESSES)
    .map(({ loc, since }) => `<url><loc>${loc}</loc>${since === null ? '' : `<lastmod>${since}</lastmod>`}</url>`);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...lines,
    '</urlset>\n',
  ].join('\n');
}

function robotsOf(origin: string): string {
  const disallowed = ['/api', '/auth', '/sandbox'].map((path) => `Disallow: ${path}\n`).join('');
  return `User-agent: *\n${disallowed}Allow: /\n\nSitemap: ${origin}/sitemap.xml\n`;
}
