import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import * as z from 'zod/mini';
import { ProcedureCode } from '#core/procedure/record.ts';
import { CatalogueNews, KEEPS, WireDetail } from '#core/procedure/news.ts';
import { findChunk, findDetail, newsSince } from '#server/catalogue/deliver.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { preferredEncoding } from '#server/http/compress.ts';
import { refusal, response, route, value, type Route } from '#server/http/route.ts';

const decompress = promisify(brotliDecompress);

const NewsQuery = z.strictObject({
  have: z._default(z.string().check(z.regex(/^\d{1,9}$/)), '0'),
  /** The beginning of the index's hash: a server that was set back may have published the same number anew. */
  hash: z._default(z.string().check(z.regex(/^[0-9a-f]{0,64}$/)), ''),
  keep: z._default(z.enum(KEEPS), 'pocket'),
});

const NOT_FOUND = { code: 'notFound' } as const;

/** The catalogue for the pocket: public, the same for everyone. */
export function catalogueRoutes({ transaction }: Pick<OpenDatabase, 'transaction'>): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/catalogue',
      policy: 'public',
      summary: 'What a phone with that version of the catalogue lacks',
      query: NewsQuery,
      answer: CatalogueNews,
      handle: async ({ query: { have, hash, keep } }) =>
        value(await transaction(async (sql) => await newsSince(sql, { version: Number(have), hash }, keep))),
    }),

    route({
      method: 'GET',
      path: '/api/catalogue/procedures/:code',
      policy: 'public',
      summary: 'One procedure’s details as they hold now',
      answer: WireDetail,
      handle: async ({ params }) => {
        const code = ProcedureCode.safeParse(params['code']);
        const found = code.success ? await transaction(async (sql) => await findDetail(sql, code.data)) : null;
        return found ? value(found) : refusal(NOT_FOUND);
      },
    }),

    route({
      method: 'GET',
      path: '/api/catalogue/chunks/:hash',
      policy: 'public',
      summary: 'A piece of the catalogue by the SHA-256 of what it unpacks to',
      handle: async ({ params, request }) => {
        const hash = params['hash'] ?? '';
        const brotli = /^[0-9a-f]{64}$/.test(hash)
          ? await transaction(async (sql) => await findChunk(sql, hash))
          : null;
        if (!brotli) return refusal(NOT_FOUND);
        const asPacked = preferredEncoding(request.headers.get('Accept-Encoding')) === 'br';
        const body = new Uint8Array(asPacked ? brotli : await decompress(brotli));
        const headers = new Headers({
          'Content-Type': 'application/json; charset=utf-8',
          'Content-Length': String(body.byteLength),
          'Cache-Control': 'public, max-age=31536000, immutable',
          ETag: `"${hash.slice(0, 22)}"`,
          Vary: 'Accept-Encoding',
        });
        if (asPacked) headers.set('Content-Encoding', 'br');
        return response(new Response(body, { headers }));
      },
    }),
  ];
}
